"""Links to partners."""

from alembic import op

revision = "content_0002"
down_revision = "content_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE partner_links (
    link_id UUID NOT NULL,
    version BIGINT NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    english JSONB NOT NULL,
    welsh JSONB,
    languages TEXT[] NOT NULL,
    sectors TEXT[] NOT NULL,
    regions TEXT[] NOT NULL,
    demonstration BOOLEAN NOT NULL,
    removed BOOLEAN NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by TEXT NOT NULL,
    looked_at TIMESTAMP WITH TIME ZONE,
    failures INTEGER NOT NULL,
    failed_at TIMESTAMP WITH TIME ZONE,
    broken_since TIMESTAMP WITH TIME ZONE,
    why TEXT NOT NULL,
    moved_to TEXT NOT NULL,
    PRIMARY KEY (link_id)
)
    """)

    op.execute("""
CREATE INDEX partner_links_listed ON partner_links (name) WHERE NOT removed
    """)
