"""Passkeys of those who approve, and the challenges that were used. It only adds."""

from alembic import op

revision = "identity_0090"
down_revision = "identity_0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE passkeys (
    passkey_id UUID NOT NULL,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    credential_id BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    sign_count BIGINT NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (passkey_id),
    UNIQUE (credential_id)
)
    """)

    op.execute("CREATE INDEX ix_passkeys_subject ON passkeys (subject)")

    op.execute("""
CREATE TABLE spent_challenges (
    digest BYTEA NOT NULL,
    good_until TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (digest)
)
    """)
