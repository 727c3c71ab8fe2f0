"""The record's own search finds what is said in a film, as its transcript has it."""

from typing import Final

from alembic import op

revision = "content_0360"
down_revision = "content_0350"
branch_labels = None
depends_on = None

_READ: Final = "body || ' ' || COALESCE(video ->> 'transcript', '')"


def upgrade() -> None:
    op.execute("DROP INDEX documents_words")
    op.execute("ALTER TABLE documents DROP COLUMN words")
    op.execute(f"""
ALTER TABLE documents ADD COLUMN words TSVECTOR NOT NULL GENERATED ALWAYS AS (
    setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked(title))
        ELSE to_tsvector('english'::regconfig, title) END, 'A') ||
    setweight(CASE WHEN language = 'cy'
        THEN to_tsvector('simple'::regconfig, unmarked(joined_words(tags)))
        ELSE to_tsvector('english'::regconfig, joined_words(tags)) END, 'A') ||
    setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked(summary))
        ELSE to_tsvector('english'::regconfig, summary) END, 'B') ||
    setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked({_READ}))
        ELSE to_tsvector('english'::regconfig, {_READ}) END, 'C')
) STORED
    """)
    op.execute("CREATE INDEX documents_words ON documents USING gin (words)")
