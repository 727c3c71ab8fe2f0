"""By which keys sign-ins by passkey are signed. It only adds."""

from alembic import op

revision = "alerts_0090"
down_revision = "alerts_0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE passkey_keys (
    key_id TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (key_id)
)
    """)
