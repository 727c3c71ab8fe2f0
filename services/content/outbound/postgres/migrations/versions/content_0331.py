"""Who asks to read what, and what was granted."""

from alembic import op

revision = "content_0331"
down_revision = "content_0330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE access_requests (
    request_id UUID NOT NULL,
    version BIGINT NOT NULL,
    document_id UUID NOT NULL,
    original_id UUID NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    status TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    days SMALLINT,
    because TEXT NOT NULL,
    decided_by TEXT,
    confirmed_by TEXT,
    why TEXT,
    tier SMALLINT,
    tlp TEXT,
    minimum_tier SMALLINT,
    closed_group TEXT,
    given_at TIMESTAMP WITH TIME ZONE,
    ends_at TIMESTAMP WITH TIME ZONE,
    document_version BIGINT,
    rights_version BIGINT,
    PRIMARY KEY (request_id)
)
    """)
    op.execute("CREATE INDEX access_requests_of_subject ON access_requests (subject, asked_at)")
    op.execute("CREATE INDEX access_requests_of_document ON access_requests (document_id)")
    op.execute("""
CREATE INDEX access_requests_open ON access_requests (asked_at)
WHERE status IN ('WAITING', 'PROPOSED', 'GRANTED')
    """)
    op.execute("CREATE INDEX access_requests_over ON access_requests (changed_at)")
