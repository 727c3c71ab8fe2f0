"""The tables of analytics."""

from typing import Final

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, MetaData, Table, Text, func
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal

METADATA: Final = MetaData()

USAGE_EVENTS: Final = Table(
    "usage_events",
    METADATA,
    Column("event_id", UUID(as_uuid=True), primary_key=True),
    Column("service", Text, nullable=False),
    Column("metric", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column(
        "pseudonym",
        Text,
        nullable=False,
        info=personal(
            "counting how the platform is used, under a name that changes each day",
            "public task",
            "92 days, then only counts",
        ),
    ),
    Column("tier", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("usage_events_days", "day", "metric"),
    Index("usage_events_people", "pseudonym", postgresql_where="pseudonym <> ''"),
)

USAGE_DAYS: Final = Table(
    "usage_days",
    METADATA,
    Column("metric", Text, primary_key=True),
    Column("dimension", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("events", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
)

STALE_DAYS: Final = Table(
    "stale_days",
    METADATA,
    Column("metric", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("mark", UUID(as_uuid=True), nullable=False, server_default=func.gen_random_uuid()),
)
