"""Tags, teaser, film, owner, review date and the last change that matters of a document."""

from alembic import op

revision = "content_0100"
down_revision = "content_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE documents
    ADD COLUMN tags TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN teaser TEXT NOT NULL DEFAULT '',
    ADD COLUMN video JSONB,
    ADD COLUMN owner TEXT,
    ADD COLUMN review_on DATE,
    ADD COLUMN material_version BIGINT NOT NULL DEFAULT 1,
    ADD COLUMN material_changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
    ADD COLUMN material_note TEXT NOT NULL DEFAULT '',
    ADD COLUMN note TEXT NOT NULL DEFAULT '',
    ADD COLUMN approved_by TEXT,
    ADD COLUMN withdraw_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN withdraw_because TEXT NOT NULL DEFAULT ''
    """)

    op.execute("UPDATE documents SET material_changed_at = published_at")

    op.execute("UPDATE documents SET owner = changed_by WHERE catalogue_id IS NULL")

    op.execute("""
UPDATE documents SET review_on = (published_at AT TIME ZONE 'UTC')::date + 365
    WHERE catalogue_id IS NULL AND kind = 'GUIDANCE'
    """)

    op.execute("""
CREATE INDEX documents_review ON documents (review_on)
    WHERE status = 'PUBLISHED' AND review_on IS NOT NULL
    """)

    op.execute("""
CREATE INDEX documents_going ON documents (withdraw_at)
    WHERE status = 'PUBLISHED' AND withdraw_at IS NOT NULL
    """)
