"""Reminders of led sessions, which are of no version of a course."""

from alembic import op

revision = "training_0080"
down_revision = "training_0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE reminders ALTER COLUMN course_version DROP NOT NULL")
    op.execute("ALTER TABLE reminders ADD COLUMN session_id UUID")
