"""The lifecycle in depth."""

from alembic import op

revision = "alerts_0003"
down_revision = "alerts_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE alerts
    ADD COLUMN hand_parts TEXT[],
    ADD COLUMN returned_why TEXT,
    ADD COLUMN returned_by TEXT,
    ADD COLUMN returned_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN thread_id UUID,
    ADD COLUMN thread_number INTEGER DEFAULT 1 NOT NULL,
    ADD COLUMN thread_earlier UUID[] DEFAULT '{}' NOT NULL,
    ADD COLUMN superseded_by UUID,
    ADD COLUMN superseded_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN reach BIGINT,
    ADD COLUMN template_id UUID,
    ADD COLUMN review_due_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN reviewed_by TEXT,
    ADD COLUMN reviewed_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN review_finding TEXT
    """)

    op.execute("""
CREATE INDEX alerts_of_thread ON alerts (thread_id)
    """)

    op.execute("""
CREATE TABLE freezes (
    freeze_id UUID NOT NULL,
    version BIGINT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    proposed_why TEXT NOT NULL,
    confirmed_by TEXT,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    lift_proposed_by TEXT,
    lift_proposed_at TIMESTAMP WITH TIME ZONE,
    lift_proposed_why TEXT,
    lifted_by TEXT,
    lifted_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (freeze_id)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX freezes_open ON freezes ((true)) WHERE lifted_at IS NULL
    """)

    op.execute("""
CREATE INDEX alerts_awaiting_review ON alerts (review_due_at)
    WHERE review_due_at IS NOT NULL AND reviewed_by IS NULL
    """)

    op.execute("""
CREATE TABLE templates (
    template_id UUID NOT NULL,
    version BIGINT NOT NULL,
    content JSONB NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    approved_by TEXT,
    approved_at TIMESTAMP WITH TIME ZONE,
    retired_by TEXT,
    retired_at TIMESTAMP WITH TIME ZONE,
    retired_why TEXT,
    PRIMARY KEY (template_id)
)
    """)
