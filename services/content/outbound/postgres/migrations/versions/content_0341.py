"""What somebody read, and who wants nothing of it to be kept."""

from alembic import op

revision = "content_0341"
down_revision = "content_0340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE readings (
    subject TEXT NOT NULL,
    document_id UUID NOT NULL,
    version BIGINT NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (subject, document_id)
)
    """)
    op.execute("CREATE INDEX readings_last ON readings (read_at)")
    op.execute("""
CREATE TABLE readings_off (
    subject TEXT NOT NULL,
    PRIMARY KEY (subject)
)
    """)
