"""Alerts by mail for people with an account. It only adds."""

from alembic import op

revision = "identity_0110"
down_revision = "identity_0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE alert_subscriptions ADD COLUMN subject TEXT")
    op.execute("ALTER TABLE subscribers ADD COLUMN warned_since TIMESTAMP WITH TIME ZONE")
    op.execute(
        "CREATE INDEX subscribers_not_warned ON subscribers (subject) WHERE warned_since IS NULL"
    )
