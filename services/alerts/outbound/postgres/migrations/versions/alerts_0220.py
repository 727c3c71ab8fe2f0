"""The region whose own message an alert is. It only adds; null is the hub's."""

from alembic import op

revision = "alerts_0220"
down_revision = "alerts_0210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE alerts ADD COLUMN origin_region TEXT")
