"""The rumour board."""

from alembic import op

revision = "alerts_0071"
down_revision = "alerts_0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE rumours (
    rumour_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    quote TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    source_said_at TIMESTAMP WITH TIME ZONE,
    authority_reference TEXT NOT NULL,
    corrects UUID,
    corrected_by UUID,
    corrected_at TIMESTAMP WITH TIME ZONE,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_by TEXT,
    published_at TIMESTAMP WITH TIME ZONE,
    dropped_by TEXT,
    dropped_at TIMESTAMP WITH TIME ZONE,
    dropped_why TEXT,
    withdrawn_by TEXT,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_why TEXT,
    PRIMARY KEY (rumour_id)
)
    """)

    op.execute("""
CREATE INDEX rumours_board ON rumours (published_at DESC, rumour_id DESC)
WHERE published_at IS NOT NULL
    """)

    op.execute("""
CREATE INDEX rumours_waiting ON rumours (proposed_at) WHERE status = 'PROPOSED'
    """)
