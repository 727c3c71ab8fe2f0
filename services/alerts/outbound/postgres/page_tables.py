"""The tables of paging: ladders, pages, and where officers are reached."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_REACHED: Final = personal("paging those who can act", "public task", "while they hold such a role")
_PAGED: Final = personal("knowing who was paged", "public task", "90 days")

OFFICERS: Final = Table(
    "officers",
    METADATA,
    Column("subject", Text, primary_key=True, info=_REACHED),
    Column("version", BigInteger, nullable=False),
    Column("email", Text, nullable=False, info=_REACHED),
    Column("language", Text, nullable=False),
)

PAGE_RUNS: Final = Table(
    "page_runs",
    METADATA,
    Column("run_id", _ID, primary_key=True),
    Column("why", Text, nullable=False),
    Column("alert_id", _ID, nullable=False),
    Column("alert_version", BigInteger, nullable=False),
    Column("region", Text, nullable=False),
    Column("rung", SmallInteger, nullable=False),
    Column("paged_at", _MOMENT),
    Column("nobody", Boolean, nullable=False, server_default=text("false")),
    Column("due_at", _MOMENT, nullable=False),
    Column("closed_at", _MOMENT),
    Column("closed_why", Text, nullable=False),
    UniqueConstraint("alert_id", "why", "alert_version", "region"),
    Index("page_runs_due", "due_at", postgresql_where=text("closed_at IS NULL")),
)

PAGES: Final = Table(
    "pages",
    METADATA,
    Column("page_id", _ID, primary_key=True),
    Column("run_id", _ID, nullable=False),
    Column("rung", SmallInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("alert_id", _ID, nullable=False),
    Column("region", Text, nullable=False),
    Column("subject", Text, nullable=False, info=_PAGED),
    Column("priority", SmallInteger, nullable=False, server_default=text("2")),
    Column("queued_at", _MOMENT, nullable=False, server_default=text("now()")),
    Column("due_at", _MOMENT, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("sent_at", _MOMENT),
    Column("given_up", Text, nullable=False),
    Column("dropped", Text, nullable=False, server_default=text("''")),
    UniqueConstraint("run_id", "rung", "subject"),
    Index(
        "pages_waiting",
        "priority",
        "due_at",
        postgresql_where=text("sent_at IS NULL AND given_up = '' AND dropped = ''"),
    ),
    Index("pages_given_up", "run_id", postgresql_where=text("given_up <> ''")),
)
