"""The Welsh of an alert that can reach Wales: who confirmed it, what stands in, until when."""

from alembic import op

revision = "alerts_0060"
down_revision = "alerts_0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE alerts
    ADD COLUMN welsh_earlier BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN welsh_confirmed_by TEXT,
    ADD COLUMN welsh_confirmed_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN welsh_confirmed_digest BYTEA,
    ADD COLUMN welsh_stand_in UUID,
    ADD COLUMN welsh_set_aside JSONB,
    ADD COLUMN welsh_due_at TIMESTAMP WITH TIME ZONE
    """)

    op.execute("""
CREATE INDEX alerts_owing_welsh ON alerts (welsh_due_at)
    WHERE welsh_due_at IS NOT NULL AND status = 'ISSUED' AND superseded_by IS NULL
    """)
