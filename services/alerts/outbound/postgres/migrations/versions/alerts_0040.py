"""The threat levels: every change, and none that expires."""

from alembic import op

revision = "alerts_0040"
down_revision = "alerts_0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE threat_level_changes (
    change_id UUID NOT NULL,
    series TEXT NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    level TEXT NOT NULL,
    response TEXT NOT NULL,
    reason TEXT NOT NULL,
    authority_reference TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE,
    follows INTEGER NOT NULL,
    number INTEGER,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    approved_by TEXT,
    approved_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_why TEXT,
    PRIMARY KEY (change_id),
    UNIQUE (series, number)
)
    """)

    op.execute("""
CREATE UNIQUE INDEX threat_level_changes_open ON threat_level_changes (series)
WHERE status = 'PROPOSED'
    """)

    op.execute("""
CREATE INDEX threat_level_changes_newest
ON threat_level_changes (proposed_at DESC, change_id DESC)
    """)
