"""The counted events, the days they are rolled up to, and the days that must be."""

from alembic import op

revision = "analytics_0001"
down_revision = None
branch_labels = ("analytics",)
depends_on = "chassis_0001"


def upgrade() -> None:
    op.execute("""
CREATE TABLE usage_events (
    event_id UUID NOT NULL,
    service TEXT NOT NULL,
    metric TEXT NOT NULL,
    day DATE NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    pseudonym TEXT NOT NULL,
    tier TEXT NOT NULL,
    region TEXT NOT NULL,
    sector TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (event_id)
)
    """)

    op.execute("""
CREATE INDEX usage_events_days ON usage_events (day, metric)
    """)

    op.execute("""
CREATE INDEX usage_events_people ON usage_events (pseudonym) WHERE pseudonym <> ''
    """)

    op.execute("""
CREATE TABLE usage_days (
    metric TEXT NOT NULL,
    dimension TEXT NOT NULL,
    day DATE NOT NULL,
    value TEXT NOT NULL,
    events BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (metric, dimension, day, value)
)
    """)

    op.execute("""
CREATE TABLE stale_days (
    metric TEXT NOT NULL,
    day DATE NOT NULL,
    mark UUID DEFAULT gen_random_uuid() NOT NULL,
    PRIMARY KEY (metric, day)
)
    """)
