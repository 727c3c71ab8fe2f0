"""Files that are attached to documents."""

from alembic import op

revision = "content_0150"
down_revision = "content_0200"
branch_labels = None
depends_on = "chassis_0200"


def upgrade() -> None:
    op.execute("""
CREATE TABLE attachments (
    attachment_id UUID NOT NULL,
    document_id UUID NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    received INTEGER NOT NULL,
    digest TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_by TEXT,
    removed_by TEXT,
    refusal TEXT,
    has_text BOOLEAN NOT NULL,
    words TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    bytes_kept BOOLEAN NOT NULL,
    PRIMARY KEY (attachment_id)
)
    """)
    op.execute("CREATE INDEX attachments_of_document ON attachments (document_id, uploaded_at)")
    op.execute("CREATE INDEX attachments_due ON attachments (due_at) WHERE due_at IS NOT NULL")
    op.execute("""
CREATE INDEX attachments_uploading ON attachments (uploaded_at) WHERE state = 'UPLOADING'
    """)
    op.execute("""
CREATE TRIGGER attachments_tell_work AFTER UPDATE OF state ON attachments
FOR EACH ROW WHEN (OLD.state = 'UPLOADING' AND NEW.state = 'QUARANTINED')
EXECUTE FUNCTION tell_work()
    """)
