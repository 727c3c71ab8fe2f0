"""Reminders, and who wants none."""

from alembic import op

revision = "training_0031"
down_revision = "training_0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE reminders (
    about UUID NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    course_id UUID NOT NULL,
    course_version INTEGER NOT NULL,
    moment TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (about, kind)
)
    """)

    op.execute("""
CREATE INDEX ix_reminders_subject ON reminders (subject)
    """)

    op.execute("""
CREATE TABLE reminder_choices (
    subject TEXT NOT NULL,
    stop_token TEXT NOT NULL,
    stopped_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (subject),
    UNIQUE (stop_token)
)
    """)

    op.execute("""
CREATE INDEX certificates_by_end ON certificates (valid_until) WHERE revoked_at IS NULL
    """)

    op.execute("""
CREATE INDEX enrolments_by_age ON enrolments (enrolled_at) WHERE status = 'OPEN'
    """)
