"""Drafts; and what wakes `work` when something has a time to come or to go."""

from alembic import op

revision = "content_0102"
down_revision = "content_0101"
branch_labels = None
depends_on = "chassis_0200"


def upgrade() -> None:
    op.execute("""
CREATE TABLE document_drafts (
    draft_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    document_id UUID NOT NULL,
    base_version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    tlp TEXT NOT NULL,
    minimum_tier SMALLINT NOT NULL,
    closed_group TEXT,
    named_subjects TEXT[] NOT NULL,
    sectors TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    sources TEXT[] NOT NULL,
    translation_of UUID,
    tags TEXT[] NOT NULL,
    teaser TEXT NOT NULL,
    video JSONB,
    review_on DATE,
    note TEXT NOT NULL,
    material BOOLEAN NOT NULL,
    publish_at TIMESTAMP WITH TIME ZONE,
    withdraw_at TIMESTAMP WITH TIME ZONE,
    teaser_confirmed BOOLEAN NOT NULL,
    owner TEXT NOT NULL,
    hands TEXT[] NOT NULL,
    restricted BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by TEXT NOT NULL,
    returned_by TEXT,
    returned_because TEXT NOT NULL,
    approved_by TEXT,
    PRIMARY KEY (draft_id)
)
    """)

    op.execute("""
CREATE INDEX document_drafts_by_change ON document_drafts (changed_at DESC, draft_id DESC)
    """)

    op.execute("""
CREATE INDEX document_drafts_of_document ON document_drafts (document_id)
    """)

    op.execute("""
CREATE INDEX document_drafts_scheduled ON document_drafts (publish_at) WHERE status = 'SCHEDULED'
    """)

    op.execute("""
CREATE TRIGGER document_drafts_tell_work AFTER INSERT OR UPDATE ON document_drafts
    FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
    """)

    op.execute("""
CREATE TRIGGER documents_tell_work AFTER INSERT OR UPDATE OF withdraw_at ON documents
    FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
    """)
