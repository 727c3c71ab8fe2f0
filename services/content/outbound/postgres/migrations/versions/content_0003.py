"""Partners' catalogues, and whose a document is."""

from alembic import op

revision = "content_0003"
down_revision = "content_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE catalogues (
    catalogue_id UUID NOT NULL,
    version BIGINT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    account TEXT NOT NULL,
    public_key TEXT NOT NULL,
    thumbprint TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_by TEXT,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_because TEXT NOT NULL,
    looked_at TIMESTAMP WITH TIME ZONE,
    refused_because TEXT NOT NULL,
    serial BIGINT,
    digest TEXT,
    issued_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    items INTEGER NOT NULL,
    faults JSONB NOT NULL,
    PRIMARY KEY (catalogue_id)
)
    """)

    op.execute("""
ALTER TABLE documents
    ADD COLUMN catalogue_id UUID,
    ADD COLUMN partner_item_id TEXT,
    ADD COLUMN partner_name TEXT,
    ADD COLUMN partner_account TEXT,
    ADD COLUMN partner_url TEXT
    """)

    op.execute("""
CREATE UNIQUE INDEX documents_of_catalogue ON documents (catalogue_id, partner_item_id)
    """)
