"""Which page is sent first, and when a ladder last paged somebody."""

from alembic import op

revision = "alerts_0141"
down_revision = "alerts_0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE pages ADD COLUMN priority SMALLINT NOT NULL DEFAULT 2;
ALTER TABLE page_runs ADD COLUMN paged_at TIMESTAMP WITH TIME ZONE;
CREATE INDEX pages_waiting ON pages (priority, due_at)
    WHERE sent_at IS NULL AND given_up = '' AND dropped = '';
DROP INDEX pages_due;
    """)
