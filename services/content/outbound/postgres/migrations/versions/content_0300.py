"""The record's own search finds tags, and Welsh words without the marks above their letters."""

from alembic import op

revision = "content_0300"
down_revision = "content_0251"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A generated column takes immutable functions only, which array_to_string is not for any type.
    op.execute("""
CREATE FUNCTION joined_words(words TEXT[]) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_string(words, ' ') $$
    """)
    # Capitals stand here because lower() knows of none but ASCII's in a database of locale C.
    op.execute("""
CREATE FUNCTION unmarked(words TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT translate(
    lower(words),
    'àáâäèéêëìíîïòóôöùúûüẁẃŵẅỳýŷÿÀÁÂÄÈÉÊËÌÍÎÏÒÓÔÖÙÚÛÜẀẂŴẄỲÝŶŸ',
    'aaaaeeeeiiiioooouuuuwwwwyyyyaaaaeeeeiiiioooouuuuwwwwyyyy'
)
$$
    """)
    op.execute("DROP INDEX documents_words")
    op.execute("ALTER TABLE documents DROP COLUMN words")
    op.execute("""
ALTER TABLE documents ADD COLUMN words TSVECTOR NOT NULL GENERATED ALWAYS AS (
    setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked(title))
        ELSE to_tsvector('english'::regconfig, title) END, 'A') ||
    setweight(CASE WHEN language = 'cy'
        THEN to_tsvector('simple'::regconfig, unmarked(joined_words(tags)))
        ELSE to_tsvector('english'::regconfig, joined_words(tags)) END, 'A') ||
    setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked(summary))
        ELSE to_tsvector('english'::regconfig, summary) END, 'B') ||
    setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked(body))
        ELSE to_tsvector('english'::regconfig, body) END, 'C')
) STORED
    """)
    op.execute("CREATE INDEX documents_words ON documents USING gin (words)")
