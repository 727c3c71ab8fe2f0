"""Feed links, and documents in the order of feeds."""

from alembic import op

revision = "content_0340"
down_revision = "content_0331"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE feed_links (
    owner TEXT NOT NULL,
    feed_id UUID NOT NULL,
    version BIGINT NOT NULL,
    token_digest BYTEA NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (owner)
)
    """)
    op.execute("CREATE UNIQUE INDEX feed_links_by_token ON feed_links (token_digest)")
    op.execute("""
CREATE INDEX documents_materially_newest
ON documents (material_changed_at DESC, document_id DESC)
    """)
