"""Saved searches, and what matches them."""

from alembic import op

revision = "content_0251"
down_revision = "content_0250"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE saved_searches (
    saved_search_id UUID NOT NULL,
    version BIGINT NOT NULL,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    sectors TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    kinds TEXT[] NOT NULL,
    language TEXT NOT NULL,
    tags TEXT[] NOT NULL,
    saved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (saved_search_id)
)
    """)

    op.execute("""
CREATE INDEX saved_searches_of_owner ON saved_searches (owner)
    """)

    op.execute("""
CREATE TABLE saved_search_matches (
    saved_search_id UUID NOT NULL
        REFERENCES saved_searches (saved_search_id) ON DELETE CASCADE,
    document_id UUID NOT NULL,
    matched_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen BOOLEAN NOT NULL,
    PRIMARY KEY (saved_search_id, document_id)
)
    """)

    op.execute("""
CREATE INDEX saved_search_matches_unseen ON saved_search_matches (saved_search_id) WHERE NOT seen
    """)
