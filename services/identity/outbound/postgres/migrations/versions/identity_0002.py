"""Alerts without an account, text messages, and the postcode directory."""

from alembic import op

revision = "identity_0002"
down_revision = "identity_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE alert_subscriptions (
    subscription_id UUID NOT NULL,
    contact_digest TEXT NOT NULL,
    channel TEXT,
    address TEXT,
    postcodes TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    language TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    stop_token TEXT NOT NULL,
    version BIGINT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    stopped_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (subscription_id),
    UNIQUE (contact_digest),
    UNIQUE (stop_token)
)
    """)

    op.execute("""
CREATE INDEX alert_subscriptions_to_forget ON alert_subscriptions (stopped_at)
    WHERE NOT active AND address IS NOT NULL
    """)

    op.execute("""
CREATE TABLE subscription_requests (
    request_id UUID NOT NULL,
    contact_digest TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    language TEXT NOT NULL,
    wording_version TEXT NOT NULL,
    wording TEXT NOT NULL,
    proof BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (request_id)
)
    """)

    op.execute("""
CREATE INDEX ix_subscription_requests_contact_digest ON subscription_requests (contact_digest)
    """)

    op.execute("""
CREATE INDEX ix_subscription_requests_proof ON subscription_requests (proof)
    """)

    op.execute("""
CREATE TABLE text_messages (
    text_id UUID NOT NULL,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    template TEXT NOT NULL,
    variables JSONB NOT NULL,
    good_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    tries BIGINT DEFAULT 0 NOT NULL,
    why TEXT DEFAULT '' NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    provider_id TEXT,
    PRIMARY KEY (text_id)
)
    """)

    op.execute("""
CREATE INDEX ix_text_messages_recipient ON text_messages (recipient)
    """)

    op.execute("""
CREATE INDEX text_messages_waiting ON text_messages (due_at) WHERE sent_at IS NULL
    """)

    op.execute("""
CREATE INDEX mails_of_recipient ON mails (recipient)
    """)

    op.execute("""
CREATE TABLE postcodes (
    postcode TEXT NOT NULL,
    region TEXT NOT NULL,
    PRIMARY KEY (postcode)
)
    """)
