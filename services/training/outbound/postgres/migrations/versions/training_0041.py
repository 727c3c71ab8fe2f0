"""Withdrawn versions of courses, and certificates that were issued anew."""

from alembic import op

revision = "training_0041"
down_revision = "training_0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE withdrawals (
    course_id UUID NOT NULL,
    course_version INTEGER NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    marked_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (course_id, course_version)
)
    """)

    op.execute("ALTER TABLE certificates ADD COLUMN replaces UUID")

    op.execute("ALTER TABLE certificates DROP CONSTRAINT certificates_enrolment_id_key")

    op.execute("""
CREATE UNIQUE INDEX certificates_standing ON certificates (enrolment_id) WHERE revoked_at IS NULL
    """)

    op.execute("CREATE INDEX certificates_of_enrolment ON certificates (enrolment_id)")

    op.execute("""
CREATE UNIQUE INDEX certificates_replaces ON certificates (replaces) WHERE replaces IS NOT NULL
    """)
