"""The table of the rumour board."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_ACT: Final = personal(
    "accountability of who published which entry of the rumour board",
    "public task",
    "as long as the board, pseudonym on erasure",
)

RUMOURS: Final = Table(
    "rumours",
    METADATA,
    Column("rumour_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("quote", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_said_at", _MOMENT),
    Column("authority_reference", Text, nullable=False),
    Column("corrects", _ID),
    Column("corrected_by", _ID),
    Column("corrected_at", _MOMENT),
    Column("proposed_by", Text, nullable=False, info=_ACT),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("published_by", Text, info=_ACT),
    Column("published_at", _MOMENT),
    Column("dropped_by", Text, info=_ACT),
    Column("dropped_at", _MOMENT),
    Column("dropped_why", Text),
    Column("withdrawn_by", Text, info=_ACT),
    Column("withdrawn_at", _MOMENT),
    Column("withdrawn_why", Text),
    Index(
        "rumours_board",
        text("published_at DESC"),
        text("rumour_id DESC"),
        postgresql_where=text("published_at IS NOT NULL"),
    ),
    Index("rumours_waiting", "proposed_at", postgresql_where=text("status = 'PROPOSED'")),
)
