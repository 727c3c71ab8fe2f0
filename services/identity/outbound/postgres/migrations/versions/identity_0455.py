"""How many were invited to a closed group on its last day with any. It only adds."""

from alembic import op

revision = "identity_0455"
down_revision = "identity_0450"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE closed_groups ADD COLUMN invited_on DATE")
    op.execute("ALTER TABLE closed_groups ADD COLUMN invited_count BIGINT NOT NULL DEFAULT 0")
