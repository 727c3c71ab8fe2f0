"""Who is mailed of what their saved searches match."""

from alembic import op

revision = "content_0361"
down_revision = "content_0360"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE saved_search_mails (
    subject TEXT NOT NULL,
    mailing TEXT NOT NULL,
    stop_token TEXT NOT NULL,
    told_until TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (subject),
    UNIQUE (stop_token)
)
    """)
    op.execute(
        "CREATE INDEX saved_search_mails_due ON saved_search_mails (due_at)"
        " WHERE due_at IS NOT NULL"
    )
    op.execute("""
CREATE TRIGGER saved_search_mails_tell_work AFTER INSERT OR UPDATE OF due_at ON saved_search_mails
    FOR EACH STATEMENT EXECUTE FUNCTION tell_work()
    """)
