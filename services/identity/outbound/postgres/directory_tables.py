"""The tables that count what one account reads of others, and sends through us."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_COUNTING: Final = personal(
    "seeing when an account reads records of too many people", "public task", "2 days"
)
_FREEZING: Final = personal(
    "keeping an account from reading records of others", "public task", "until it is lifted"
)
_RELAYING: Final = personal("bounding messages through us", "public task", "2 days")

RECORD_READS: Final = Table(
    "record_reads",
    METADATA,
    Column("reader", Text, nullable=False, info=_COUNTING),
    Column("person", Text, nullable=False, info=_COUNTING),
    Column("read_at", _MOMENT, nullable=False, index=True, info=_COUNTING),
    PrimaryKeyConstraint("reader", "person"),
    Index("record_reads_of_person", "person"),
)

RECORD_FREEZES: Final = Table(
    "record_freezes",
    METADATA,
    Column("reader", Text, primary_key=True, info=_FREEZING),
    Column("frozen_at", _MOMENT, nullable=False, info=_FREEZING),
    Column("records", BigInteger, nullable=False, info=_FREEZING),
)

RELAYED: Final = Table(
    "relayed",
    METADATA,
    Column("relayed_id", UUID(as_uuid=True), primary_key=True),
    Column("sender", Text, nullable=False, index=True, info=_RELAYING),
    Column("sent_at", _MOMENT, nullable=False, index=True, info=_RELAYING),
)
