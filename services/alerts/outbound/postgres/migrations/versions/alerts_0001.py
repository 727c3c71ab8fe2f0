"""The alerts."""

from alembic import op

revision = "alerts_0001"
down_revision = None
branch_labels = ("alerts",)
depends_on = "chassis_0001"


def upgrade() -> None:
    op.execute("""
CREATE TABLE alerts (
    alert_id UUID NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    content JSONB NOT NULL,
    digest BYTEA NOT NULL,
    minimum_tier SMALLINT NOT NULL,
    closed_group TEXT,
    named_subjects TEXT[] NOT NULL,
    hands TEXT[] NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sorted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE,
    issued_by TEXT,
    proposal_text TEXT,
    proposal_reference TEXT,
    proposed_by TEXT,
    ending_text TEXT,
    ending_reference TEXT,
    ending_why TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    PRIMARY KEY (alert_id)
)
    """)

    op.execute("""
CREATE INDEX alerts_due ON alerts (expires_at) WHERE status = 'ISSUED'
    """)

    op.execute("""
CREATE INDEX alerts_newest_first ON alerts (sorted_at DESC, alert_id DESC)
    """)
