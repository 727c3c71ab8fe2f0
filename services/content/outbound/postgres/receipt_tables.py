"""The tables of who confirmed what, and of when editors reminded."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

KEPT: Final = "2 years after it was confirmed"
_WHY: Final = personal("knowing that readers know what they must", "public task", KEPT)
_MOMENT: Final = DateTime(timezone=True)

RECEIPTS: Final = Table(
    "receipts",
    METADATA,
    Column("document_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, primary_key=True, info=_WHY),
    Column("version", BigInteger, nullable=False),
    Column("confirmed_at", _MOMENT, nullable=False, info=_WHY),
    Column("name", Text, nullable=False, info=_WHY),
    Index("receipts_of_person", "subject"),
    Index("receipts_confirmed", "confirmed_at"),
)

RECEIPT_REMINDERS: Final = Table(
    "receipt_reminders",
    METADATA,
    Column("document_id", UUID(as_uuid=True), primary_key=True),
    Column("reminded_at", _MOMENT, nullable=False),
    Column("next_share", SmallInteger),  # of people who are to be told of it; null: all were
    Index(
        "receipt_reminders_to_tell", "reminded_at", postgresql_where=text("next_share IS NOT NULL")
    ),
)
