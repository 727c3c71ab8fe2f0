"""The tables of second factors: links by which a first is added, and resets that wait."""

from typing import Final

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ADDING: Final = personal(
    "adding a first second factor", "public task", "30 minutes, and gone within an hour of that"
)
_LOSING: Final = personal(
    "taking away second factors that were lost",
    "public task",
    "until it is done or stopped; 7 days if nobody confirms it",
)

FACTOR_LINKS: Final = Table(
    "factor_links",
    METADATA,
    Column("subject", Text, primary_key=True, info=_ADDING),
    Column("digest", LargeBinary, nullable=False),
    Column("good_until", _MOMENT, nullable=False, index=True),
)

FACTOR_RESETS: Final = Table(
    "factor_resets",
    METADATA,
    Column("reset_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, unique=True, info=_LOSING),
    Column("reason", Text, nullable=False, info=_LOSING),
    Column("proposed_by", Text, nullable=False, info=_LOSING),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("confirmed_by", Text, info=_LOSING),
    Column("due_at", _MOMENT, index=True),
)
