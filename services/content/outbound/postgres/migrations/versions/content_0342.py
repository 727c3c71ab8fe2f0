"""Documents that ask to be confirmed, and who confirmed them."""

from alembic import op

revision = "content_0342"
down_revision = "content_0341"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("documents", "document_versions", "document_drafts"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN receipt TEXT NOT NULL DEFAULT 'NONE'")
    op.execute("""
CREATE TABLE receipts (
    document_id UUID NOT NULL,
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, subject)
)
    """)
    op.execute("CREATE INDEX receipts_of_person ON receipts (subject)")
    op.execute("CREATE INDEX receipts_confirmed ON receipts (confirmed_at)")
    op.execute("""
CREATE TABLE receipt_reminders (
    document_id UUID NOT NULL,
    reminded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (document_id)
)
    """)
