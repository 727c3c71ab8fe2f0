"""To whose address a message was handed: that of which version of its recipient. It only adds."""

from alembic import op

revision = "alerts_0142"
down_revision = "alerts_0141"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE deliveries ADD COLUMN recipient_version BIGINT")
