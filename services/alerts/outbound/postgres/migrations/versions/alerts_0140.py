"""Since when pages wait, which are needed no more, and ladders that have nobody. It only adds."""

from alembic import op

revision = "alerts_0140"
down_revision = "alerts_0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE pages ADD COLUMN queued_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now();
ALTER TABLE pages ADD COLUMN dropped TEXT NOT NULL DEFAULT '';
ALTER TABLE page_runs ADD COLUMN nobody BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX pages_given_up ON pages (run_id) WHERE given_up <> '';
    """)
