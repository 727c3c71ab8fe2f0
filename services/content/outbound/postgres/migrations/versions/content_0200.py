"""Synonyms, kept by editors."""

from alembic import op

revision = "content_0200"
down_revision = "content_0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE synonyms (
    language TEXT NOT NULL,
    version BIGINT NOT NULL,
    groups JSONB NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (language)
)
    """)
