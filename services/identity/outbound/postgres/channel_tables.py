"""The tables of how people are told: quiet hours, and further addresses to be confirmed."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, SmallInteger, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_TELLING: Final = personal(
    "leaving a person alone at night", "public task", "while they want it so"
)
_SAID: Final = personal(
    "leaving a person alone at night", "public task", "while the account is open"
)
_PROVING: Final = personal("confirming a further address", "public task", "7 days")

QUIET_HOURS: Final = Table(
    "quiet_hours",
    METADATA,
    Column("subject", Text, primary_key=True, info=_TELLING),
    Column("from_minute", SmallInteger, nullable=False, info=_TELLING),
    Column("until_minute", SmallInteger, nullable=False, info=_TELLING),
)

QUIET_HOURS_SAID: Final = Table(
    "quiet_hours_said",
    METADATA,
    Column("subject", Text, primary_key=True, info=_SAID),
    Column("version", BigInteger, nullable=False),
)
"""How often somebody said when, or that they want none any more: what others go by."""

CHANNEL_REQUESTS: Final = Table(
    "channel_requests",
    METADATA,
    Column("request_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, index=True, info=_PROVING),
    Column("channel", Text, nullable=False, info=_PROVING),
    Column("address", Text, nullable=False, info=_PROVING),
    Column("proof", LargeBinary, nullable=False, index=True),
    Column("tries", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False, index=True),
    Column("confirmed_at", _MOMENT),
)
