"""Quiet hours, and further addresses of accounts. It only adds."""

from alembic import op

revision = "identity_0411"
down_revision = "identity_0410"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
CREATE TABLE quiet_hours (
    subject TEXT NOT NULL,
    from_minute SMALLINT NOT NULL,
    until_minute SMALLINT NOT NULL,
    PRIMARY KEY (subject)
)
    """)

    op.execute("""
CREATE TABLE channel_requests (
    request_id UUID NOT NULL,
    subject TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    proof BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (request_id)
)
    """)

    for column in ("subject", "proof", "created_at"):
        op.execute(f"CREATE INDEX ix_channel_requests_{column} ON channel_requests ({column})")

    op.execute("""
CREATE INDEX alert_subscriptions_of_subject ON alert_subscriptions (subject)
    WHERE subject IS NOT NULL
    """)
