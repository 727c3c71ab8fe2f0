"""When accounts would rather be left alone, whatever their addresses. It only adds."""

from alembic import op

revision = "alerts_0221"
down_revision = "alerts_0220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE quiet_accounts (
    subject TEXT NOT NULL,
    version BIGINT NOT NULL,
    quiet_from SMALLINT,
    quiet_until SMALLINT,
    PRIMARY KEY (subject)
)
    """)
