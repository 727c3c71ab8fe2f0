"""Cordons, and every line that they ever had."""

from alembic import op

revision = "alerts_0070"
down_revision = "alerts_0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE cordons (
    cordon_id UUID NOT NULL,
    thread_id UUID NOT NULL,
    alert_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    cap_status TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    shape_number INTEGER,
    next_update_due TIMESTAMP WITH TIME ZONE,
    updated_at TIMESTAMP WITH TIME ZONE,
    lifted_at TIMESTAMP WITH TIME ZONE,
    held_by TEXT,
    held_since TIMESTAMP WITH TIME ZONE,
    handover_note TEXT,
    change_kind TEXT,
    changed_by TEXT,
    changed_at TIMESTAMP WITH TIME ZONE,
    change_place TEXT,
    change_polygon TEXT,
    change_due TIMESTAMP WITH TIME ZONE,
    change_reference TEXT,
    paged_for TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (cordon_id)
)
    """)

    op.execute("""
CREATE INDEX cordons_of_thread ON cordons (thread_id, created_at)
    """)

    op.execute("""
CREATE INDEX cordons_due ON cordons (next_update_due) WHERE status = 'LIVE'
    """)

    op.execute("""
CREATE TABLE cordon_shapes (
    cordon_id UUID NOT NULL,
    number INTEGER NOT NULL,
    place TEXT NOT NULL,
    polygon TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (cordon_id, number)
)
    """)
