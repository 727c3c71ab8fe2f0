"""What was unusual about an alert, as its submitter saw it, and how open its source was."""

from alembic import op

revision = "alerts_0061"
down_revision = "alerts_0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE alerts
    ADD COLUMN source_tlp TEXT,
    ADD COLUMN source_tier SMALLINT,
    ADD COLUMN source_group TEXT,
    ADD COLUMN warnings_seen BYTEA
    """)
