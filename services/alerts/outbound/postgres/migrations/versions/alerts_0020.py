"""The endpoints of organisations, their pings, and what is found by an endpoint or given up."""

from alembic import op

revision = "alerts_0020"
down_revision = "alerts_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE webhooks (
    webhook_id UUID NOT NULL,
    organisation_id TEXT NOT NULL,
    owner TEXT,
    mode TEXT NOT NULL,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    secret_id UUID NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    previous_secret_id UUID,
    previous_ends_at TIMESTAMP WITH TIME ZONE,
    disabled_at TIMESTAMP WITH TIME ZONE,
    disabled_why TEXT NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER NOT NULL,
    failing_since TIMESTAMP WITH TIME ZONE,
    rests_until TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (webhook_id)
)
    """)

    op.execute("""
CREATE INDEX webhooks_of_organisation ON webhooks (organisation_id, created_at)
    """)

    op.execute("""
CREATE INDEX webhooks_of_owner ON webhooks (owner) WHERE owner IS NOT NULL
    """)

    op.execute("""
CREATE INDEX webhooks_untold ON webhooks (disabled_at)
    WHERE disabled_at IS NOT NULL AND told_at IS NULL
    """)

    op.execute("""
CREATE TABLE webhook_pings (
    ping_id UUID NOT NULL,
    webhook_id UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE,
    handed_at TIMESTAMP WITH TIME ZONE,
    why TEXT NOT NULL,
    PRIMARY KEY (ping_id)
)
    """)

    op.execute("""
CREATE INDEX webhook_pings_newest_first
    ON webhook_pings (webhook_id, asked_at DESC, ping_id DESC)
    """)

    op.execute("""
CREATE INDEX webhook_pings_open ON webhook_pings (asked_at)
    WHERE state IN ('QUEUED', 'SENDING')
    """)

    op.execute("""
CREATE INDEX webhook_pings_old ON webhook_pings (asked_at)
    """)

    op.execute("""
CREATE INDEX deliveries_of_endpoint ON deliveries (recipient_id) WHERE channel = 'WEBHOOK'
    """)

    op.execute("""
CREATE INDEX deliveries_dead ON deliveries (changed_at DESC, delivery_id DESC)
    WHERE state = 'DEAD'
    """)
