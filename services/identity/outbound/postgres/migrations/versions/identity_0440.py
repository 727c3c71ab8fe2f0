"""Requests about somebody's data, and a receipt of each holder of data. It only adds."""

from alembic import op

revision = "identity_0440"
down_revision = "identity_0431"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE privacy_requests (
    request_id UUID NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    received TEXT NOT NULL,
    received_on DATE NOT NULL,
    recorded_by TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    extended_because TEXT NOT NULL DEFAULT '',
    extended_by TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    until TIMESTAMP WITH TIME ZONE,
    version BIGINT NOT NULL,
    PRIMARY KEY (request_id)
)
    """)

    op.execute("CREATE INDEX privacy_requests_of_subject ON privacy_requests (subject)")

    op.execute("""
CREATE UNIQUE INDEX privacy_requests_one_open ON privacy_requests (subject, kind)
    WHERE state IN ('WAITING', 'WORKING')
    """)

    op.execute("""
CREATE INDEX privacy_requests_to_begin ON privacy_requests (begins_at) WHERE state = 'WAITING'
    """)

    op.execute("""
CREATE INDEX privacy_requests_to_end ON privacy_requests (until) WHERE until IS NOT NULL
    """)

    op.execute("""
CREATE INDEX privacy_requests_oldest_first ON privacy_requests (created_at, request_id)
    """)

    op.execute("""
CREATE TABLE privacy_receipts (
    request_id UUID NOT NULL,
    holder TEXT NOT NULL,
    round BIGINT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    answered_at TIMESTAMP WITH TIME ZONE,
    records BIGINT NOT NULL DEFAULT 0,
    digest BYTEA NOT NULL DEFAULT ''::bytea,
    part BYTEA,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (request_id, holder, round)
)
    """)

    op.execute("""
CREATE INDEX privacy_receipts_waiting ON privacy_receipts (due_at) WHERE answered_at IS NULL
    """)
