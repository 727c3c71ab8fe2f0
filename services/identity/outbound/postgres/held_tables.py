"""The table of looks at what is held of somebody without an account."""

from typing import Final

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_LOOKING: Final = personal(
    "showing whoever has alerts without an account what is held of them",
    "legal obligation",
    "1 day",
)

HELD_LOOKS: Final = Table(
    "held_looks",
    METADATA,
    Column("proof", LargeBinary, primary_key=True),
    Column("contact_digest", Text, nullable=False, index=True, info=_LOOKING),
    Column("made_at", _MOMENT, nullable=False, index=True),
    Column("opened_at", _MOMENT),
)
