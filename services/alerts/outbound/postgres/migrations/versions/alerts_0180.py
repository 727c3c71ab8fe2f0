"""Private drills of one organisation. It only adds."""

from alembic import op

revision = "alerts_0180"
down_revision = "alerts_0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE alerts ADD COLUMN drill_of TEXT, ADD COLUMN drill_scenario TEXT")
    op.execute(
        "CREATE UNIQUE INDEX alerts_one_drill ON alerts (drill_of)"
        " WHERE drill_of IS NOT NULL AND status = 'ISSUED'"
    )
    op.execute(
        "CREATE INDEX alerts_drills ON alerts (drill_of, sorted_at DESC) WHERE drill_of IS NOT NULL"
    )
