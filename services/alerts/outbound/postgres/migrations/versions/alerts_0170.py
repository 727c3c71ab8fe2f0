"""When identity's last heartbeat was sent: a stream that begins while NATS is away goes by it."""

from alembic import op

revision = "alerts_0170"
down_revision = "alerts_0160"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE heartbeats (
    source TEXT NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (source)
)
    """)
    op.execute("""
INSERT INTO heartbeats (source, sent_at)
SELECT 'identity', max(told_at) FROM passkey_keys HAVING max(told_at) IS NOT NULL
    """)
