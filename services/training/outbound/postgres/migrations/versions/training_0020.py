"""Registrations, sessions, unit records, statements and documents of launched units."""

from alembic import op

revision = "training_0020"
down_revision = "training_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE registrations (
    registration UUID NOT NULL,
    actor TEXT NOT NULL,
    course_id UUID NOT NULL,
    course_version INTEGER NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    satisfied_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (registration),
    FOREIGN KEY (registration) REFERENCES enrolments (enrolment_id) ON DELETE CASCADE
)
    """)

    op.execute("""
CREATE TABLE unit_records (
    registration UUID NOT NULL,
    number INTEGER NOT NULL,
    completed BOOLEAN NOT NULL,
    passed BOOLEAN NOT NULL,
    waived BOOLEAN NOT NULL,
    satisfied_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (registration, number),
    FOREIGN KEY (registration) REFERENCES registrations (registration) ON DELETE CASCADE
)
    """)

    op.execute("""
CREATE TABLE unit_sessions (
    session_id UUID NOT NULL,
    registration UUID NOT NULL,
    number INTEGER NOT NULL,
    activity_id TEXT NOT NULL,
    publisher_id TEXT NOT NULL,
    home_page TEXT NOT NULL,
    mode TEXT NOT NULL,
    mastery_score NUMERIC,
    launched_at TIMESTAMP WITH TIME ZONE NOT NULL,
    heard_at TIMESTAMP WITH TIME ZONE NOT NULL,
    verbs TEXT[] NOT NULL,
    initialized_at TIMESTAMP WITH TIME ZONE,
    last_at TIMESTAMP WITH TIME ZONE,
    terminated_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    abandoned_at TIMESTAMP WITH TIME ZONE,
    fetch_digest BYTEA NOT NULL,
    fetched_at TIMESTAMP WITH TIME ZONE,
    token_digest BYTEA,
    PRIMARY KEY (session_id),
    UNIQUE (fetch_digest),
    UNIQUE (token_digest),
    FOREIGN KEY (registration) REFERENCES registrations (registration) ON DELETE CASCADE
)
    """)

    op.execute("""
CREATE INDEX unit_sessions_of_unit ON unit_sessions (registration, number, launched_at)
    """)

    op.execute("""
CREATE INDEX unit_sessions_open ON unit_sessions (launched_at)
    WHERE terminated_at IS NULL AND abandoned_at IS NULL
    """)

    op.execute("""
CREATE TABLE statements (
    statement_id UUID NOT NULL,
    registration UUID NOT NULL,
    sequence BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    session_id TEXT NOT NULL,
    verb_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    stored_at TIMESTAMP WITH TIME ZONE NOT NULL,
    digest BYTEA NOT NULL,
    document BYTEA NOT NULL,
    voided BOOLEAN DEFAULT false NOT NULL,
    PRIMARY KEY (statement_id),
    FOREIGN KEY (registration) REFERENCES registrations (registration) ON DELETE CASCADE
)
    """)

    op.execute("""
CREATE INDEX statements_of_registration ON statements (registration, sequence)
    """)

    op.execute("""
CREATE TABLE refused_statements (
    session_id UUID NOT NULL,
    rule TEXT NOT NULL,
    times INTEGER NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (session_id, rule),
    FOREIGN KEY (session_id) REFERENCES unit_sessions (session_id) ON DELETE CASCADE
)
    """)

    op.execute("""
CREATE TABLE unit_documents (
    registration UUID NOT NULL,
    kind TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    content_type TEXT NOT NULL,
    content BYTEA NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (registration, kind, activity_id, document_id),
    FOREIGN KEY (registration) REFERENCES registrations (registration) ON DELETE CASCADE
)
    """)
