"""What went out, what came in as CAP, and the public log.

Alerts that were issued before have no message; one that ends gets that of its issue with it.
"""

from alembic import op

revision = "alerts_0030"
down_revision = "alerts_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE issued_messages (
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    identifier TEXT NOT NULL,
    alert_id UUID NOT NULL,
    thread_id UUID NOT NULL,
    notice TEXT NOT NULL,
    sender TEXT NOT NULL,
    sent TIMESTAMP WITH TIME ZONE NOT NULL,
    code TEXT NOT NULL,
    headline TEXT NOT NULL,
    document BYTEA NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (identifier)
)
    """)

    op.execute("""
CREATE INDEX issued_messages_of_thread ON issued_messages (thread_id, number)
    """)

    op.execute("""
CREATE INDEX issued_messages_of_alert ON issued_messages (alert_id, number)
    """)

    op.execute("""
CREATE UNIQUE INDEX issued_messages_by_code ON issued_messages (code) WHERE notice = 'ISSUED'
    """)

    op.execute("""
CREATE INDEX issued_messages_public ON issued_messages (number) WHERE document <> ''
    """)

    op.execute("""
CREATE TABLE cap_imports (
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    sent TIMESTAMP WITH TIME ZONE NOT NULL,
    msg_type TEXT NOT NULL,
    scope TEXT NOT NULL,
    restriction TEXT NOT NULL,
    digest BYTEA NOT NULL,
    alert_id UUID NOT NULL,
    thread_id UUID NOT NULL,
    about UUID,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (sender, identifier),
    UNIQUE (alert_id)
)
    """)

    op.execute("""
CREATE TABLE log_entries (
    index BIGINT NOT NULL,
    identifier TEXT NOT NULL,
    PRIMARY KEY (index),
    UNIQUE (identifier)
)
    """)

    op.execute("""
CREATE TABLE log_nodes (
    level SMALLINT NOT NULL,
    place BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, place)
)
    """)

    op.execute("""
CREATE TABLE log_heads (
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    audit_hash BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    PRIMARY KEY (number)
)
    """)

    for table in ("issued_messages", "log_entries", "log_nodes", "log_heads"):
        op.execute(f"COMMENT ON TABLE {table} IS 'append-only'")
