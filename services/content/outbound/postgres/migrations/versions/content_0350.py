"""What readers need in another format, and what was made of it."""

from alembic import op

revision = "content_0350"
down_revision = "content_0342"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE format_requests (
    request_id UUID NOT NULL,
    version BIGINT NOT NULL,
    document_id UUID NOT NULL,
    document_version BIGINT NOT NULL,
    format TEXT NOT NULL,
    wanted_language TEXT NOT NULL,
    note TEXT NOT NULL,
    nation TEXT NOT NULL,
    requester TEXT,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status TEXT NOT NULL,
    claimed_by TEXT,
    attachment_id UUID,
    link TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_for BIGINT,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    told_at TIMESTAMP WITH TIME ZONE,
    person_kept_since TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (request_id)
)
    """)

    op.execute("""
CREATE INDEX format_requests_queue ON format_requests (due_at, request_id)
    WHERE status IN ('OPEN', 'CLAIMED')
    """)

    op.execute("CREATE INDEX format_requests_of_document ON format_requests (document_id)")

    op.execute("""
CREATE INDEX format_requests_of_requester ON format_requests (requester)
    WHERE requester IS NOT NULL
    """)

    op.execute("""
CREATE INDEX format_requests_person ON format_requests (person_kept_since)
    WHERE person_kept_since IS NOT NULL
    """)
