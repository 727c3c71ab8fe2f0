"""Quiet hours of accounts, in minutes of the day. It only adds."""

from alembic import op

revision = "alerts_0210"
down_revision = "alerts_0200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
ALTER TABLE recipients
    ADD COLUMN quiet_from SMALLINT,
    ADD COLUMN quiet_until SMALLINT
    """)
