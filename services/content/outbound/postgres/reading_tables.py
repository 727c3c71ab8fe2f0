"""The tables of what somebody read, and of who wants nothing of it to be kept."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

KEPT: Final = "400 days after it was last read"
_WHY: Final = "telling somebody what changed since they read it"

READINGS: Final = Table(
    "readings",
    METADATA,
    Column("subject", Text, primary_key=True, info=personal(_WHY, "public task", KEPT)),
    Column("document_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column(
        "read_at",
        DateTime(timezone=True),
        nullable=False,
        info=personal(_WHY, "public task", KEPT),
    ),
    Index("readings_last", "read_at"),
)

READINGS_OFF: Final = Table(
    "readings_off",
    METADATA,
    Column(
        "subject",
        Text,
        primary_key=True,
        info=personal(_WHY, "public task", "life of the account"),
    ),
)
