"""The tables that every service has, and the trigger that wakes the relay."""

from alembic import op

revision = "chassis_0001"
down_revision = None
branch_labels = ("chassis",)
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE audit_log (
    entry_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    digest BYTEA NOT NULL,
    detail JSONB NOT NULL,
    PRIMARY KEY (entry_id)
)
    """)

    op.execute("""
CREATE TABLE audit_seals (
    number BIGINT GENERATED ALWAYS AS IDENTITY,
    entry_id UUID NOT NULL,
    hash BYTEA NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (number),
    UNIQUE (entry_id)
)
    """)

    op.execute("""
CREATE TABLE dead_letters (
    durable TEXT NOT NULL,
    event_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload BYTEA NOT NULL,
    why TEXT NOT NULL,
    parked_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (durable, event_id)
)
    """)

    op.execute("""
CREATE TABLE idempotency_keys (
    subject TEXT NOT NULL,
    rpc TEXT NOT NULL,
    key TEXT NOT NULL,
    body_digest BYTEA NOT NULL,
    resource_id TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (subject, rpc, key)
)
    """)

    op.execute("""
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)
    """)

    op.execute("""
CREATE TABLE outbox (
    event_id UUID NOT NULL,
    subject TEXT NOT NULL,
    aggregate_id TEXT NOT NULL,
    aggregate_version BIGINT NOT NULL,
    payload BYTEA NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    traceparent TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (event_id)
)
    """)

    op.execute("""
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL
    """)

    op.execute("""
CREATE INDEX outbox_unsent ON outbox (created_at) WHERE sent_at IS NULL
    """)

    op.execute("""
CREATE TABLE principals (
    subject TEXT NOT NULL,
    tier TEXT NOT NULL,
    roles TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    sectors TEXT[] NOT NULL,
    closed_groups TEXT[] NOT NULL,
    organisation_id TEXT,
    standing TEXT NOT NULL,
    valid_after TIMESTAMP WITH TIME ZONE,
    rights_version BIGINT NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (subject)
)
    """)

    op.execute("""
CREATE FUNCTION wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY outbox;
    RETURN NULL;
END $$
    """)
    op.execute("""
CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON outbox
FOR EACH STATEMENT EXECUTE FUNCTION wake_relay()
    """)
