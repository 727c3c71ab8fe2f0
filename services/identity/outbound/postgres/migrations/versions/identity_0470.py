"""Who consented to what, when, how and under which words. It only adds."""

from alembic import op

revision = "identity_0470"
down_revision = "identity_0455"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE consents (
    entry_id UUID NOT NULL,
    subject TEXT NOT NULL,
    number BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    channel TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    way TEXT NOT NULL,
    wording_version TEXT NOT NULL,
    language TEXT NOT NULL,
    wording_digest BYTEA NOT NULL,
    stop_token TEXT,
    PRIMARY KEY (entry_id),
    UNIQUE (stop_token)
)
    """)
    op.execute("CREATE UNIQUE INDEX consents_in_order ON consents (subject, number)")
    op.execute("COMMENT ON TABLE consents IS 'never changed'")
