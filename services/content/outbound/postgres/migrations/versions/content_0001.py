"""The documents."""

from alembic import op

revision = "content_0001"
down_revision = None
branch_labels = ("content",)
depends_on = "chassis_0001"


def upgrade() -> None:
    op.execute("""
CREATE TABLE documents (
    document_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL,
    language TEXT NOT NULL,
    tlp TEXT NOT NULL,
    minimum_tier SMALLINT NOT NULL,
    closed_group TEXT,
    named_subjects TEXT[] NOT NULL,
    compartment TEXT,
    sectors TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    sources TEXT[] NOT NULL,
    translation_of UUID,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by TEXT NOT NULL,
    words TSVECTOR GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE WHEN language = 'cy' THEN 'simple'::regconfig
            ELSE 'english'::regconfig END, title), 'A') ||
        setweight(to_tsvector(CASE WHEN language = 'cy' THEN 'simple'::regconfig
            ELSE 'english'::regconfig END, summary), 'B') ||
        setweight(to_tsvector(CASE WHEN language = 'cy' THEN 'simple'::regconfig
            ELSE 'english'::regconfig END, body), 'C')
    ) STORED NOT NULL,
    PRIMARY KEY (document_id)
)
    """)

    op.execute("""
CREATE INDEX documents_newest_first ON documents (published_at DESC, document_id DESC)
    """)

    op.execute("""
CREATE INDEX documents_translations ON documents (translation_of)
    """)

    op.execute("""
CREATE INDEX documents_words ON documents USING gin (words)
    """)
