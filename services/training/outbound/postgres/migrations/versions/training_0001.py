"""Enrolments, attempts, certificates and status lists."""

from alembic import op

revision = "training_0001"
down_revision = None
branch_labels = ("training",)
depends_on = "chassis_0001"


def upgrade() -> None:
    op.execute("""
CREATE TABLE enrolments (
    enrolment_id UUID NOT NULL,
    version BIGINT NOT NULL,
    subject TEXT NOT NULL,
    course_id UUID NOT NULL,
    course_version INTEGER NOT NULL,
    status TEXT NOT NULL,
    enrolled_at TIMESTAMP WITH TIME ZONE NOT NULL,
    completed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (enrolment_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX enrolments_open ON enrolments (subject, course_id) WHERE status = 'OPEN'
    """)

    op.execute("""
CREATE INDEX enrolments_of_subject ON enrolments (subject, enrolled_at DESC, enrolment_id DESC)
    """)

    op.execute("""
CREATE TABLE attempts (
    attempt_id UUID NOT NULL,
    enrolment_id UUID NOT NULL,
    module_id UUID NOT NULL,
    number INTEGER NOT NULL,
    drawn JSONB NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE,
    answers JSONB NOT NULL,
    right_ids TEXT[] NOT NULL,
    passed BOOLEAN NOT NULL,
    PRIMARY KEY (attempt_id),
    FOREIGN KEY (enrolment_id) REFERENCES enrolments (enrolment_id) ON DELETE CASCADE,
    CONSTRAINT attempts_number UNIQUE (enrolment_id, module_id, number)
)
    """)

    op.execute("""
CREATE TABLE certificates (
    certificate_id UUID NOT NULL,
    version BIGINT NOT NULL,
    enrolment_id UUID NOT NULL,
    subject TEXT NOT NULL,
    recipient_id UUID NOT NULL,
    name TEXT NOT NULL,
    course_id UUID NOT NULL,
    course_version INTEGER NOT NULL,
    title TEXT NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    valid_until TIMESTAMP WITH TIME ZONE NOT NULL,
    list_id UUID NOT NULL,
    status_index INTEGER NOT NULL,
    credential TEXT NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revocation_reason TEXT NOT NULL,
    PRIMARY KEY (certificate_id),
    UNIQUE (enrolment_id)
)
    """)

    op.execute("""
CREATE INDEX ix_certificates_subject ON certificates (subject)
    """)

    op.execute("""
CREATE TABLE status_lists (
    list_id UUID NOT NULL,
    taken INTEGER NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (list_id)
)
    """)

    op.execute("""
CREATE TABLE status_entries (
    list_id UUID NOT NULL,
    status_index INTEGER NOT NULL,
    revoked BOOLEAN NOT NULL,
    PRIMARY KEY (list_id, status_index),
    FOREIGN KEY (list_id) REFERENCES status_lists (list_id)
)
    """)

    op.execute("""
CREATE INDEX status_entries_revoked ON status_entries (list_id) WHERE revoked
    """)
