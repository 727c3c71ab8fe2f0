"""Whom alerts may be sent to, and what was sent.

Nothing is dispatched of alerts that were issued before: who was to hear of them has.
"""

from alembic import op

revision = "alerts_0002"
down_revision = "alerts_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE recipients (
    recipient_id UUID NOT NULL,
    version BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    subject TEXT,
    language TEXT NOT NULL,
    regions TEXT[] NOT NULL,
    outward_codes TEXT[] NOT NULL,
    stop_token TEXT NOT NULL,
    PRIMARY KEY (recipient_id)
)
    """)

    op.execute("""
CREATE INDEX recipients_of_subject ON recipients (subject) WHERE subject IS NOT NULL
    """)

    op.execute("""
CREATE TABLE channels (
    recipient_id UUID NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    suspended_at TIMESTAMP WITH TIME ZONE,
    suspended_why TEXT,
    PRIMARY KEY (recipient_id, channel)
)
    """)

    op.execute("""
CREATE TABLE dispatches (
    alert_id UUID NOT NULL,
    alert_version BIGINT NOT NULL,
    notice TEXT NOT NULL,
    priority SMALLINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    after UUID NOT NULL,
    queued INTEGER NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (alert_id, alert_version)
)
    """)

    op.execute("""
CREATE INDEX dispatches_open ON dispatches (priority, created_at) WHERE finished_at IS NULL
    """)

    op.execute("""
CREATE TABLE deliveries (
    delivery_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    alert_version BIGINT NOT NULL,
    notice TEXT NOT NULL,
    recipient_id UUID NOT NULL,
    channel TEXT NOT NULL,
    priority SMALLINT NOT NULL,
    state TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    send_by TIMESTAMP WITH TIME ZONE NOT NULL,
    attempts SMALLINT NOT NULL,
    handed_at TIMESTAMP WITH TIME ZONE,
    unsure BOOLEAN NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE,
    possible_repeats SMALLINT NOT NULL,
    provider_id TEXT NOT NULL,
    why TEXT NOT NULL,
    claim UUID,
    leased_until TIMESTAMP WITH TIME ZONE,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (delivery_id),
    UNIQUE (alert_id, alert_version, recipient_id, channel)
)
    """)

    op.execute("""
CREATE INDEX deliveries_waiting ON deliveries (channel, priority, due_at)
    WHERE state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')
    """)

    op.execute("""
CREATE INDEX deliveries_open ON deliveries (alert_id)
    WHERE state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN', 'SENDING')
    """)

    op.execute("""
CREATE INDEX deliveries_leased ON deliveries (leased_until) WHERE state = 'SENDING'
    """)

    op.execute("""
CREATE INDEX deliveries_over ON deliveries (changed_at)
    WHERE state NOT IN ('QUEUED', 'TEMPORARY', 'UNKNOWN', 'SENDING')
    """)
