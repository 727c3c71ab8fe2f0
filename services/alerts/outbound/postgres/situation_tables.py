"""The tables of situation reports."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_SAID: Final = personal("knowing what happens where", "public task", "90 days")

REPORTERS: Final = Table(
    "reporters",
    METADATA,
    Column("thread_id", _ID, nullable=False),
    Column("subject", Text, nullable=False, info=_SAID),
    Column("version", BigInteger, nullable=False),
    Column("region", Text, nullable=False, info=_SAID),
    Column("window_at", _MOMENT, nullable=False),
    Column("taps", SmallInteger, nullable=False),
    PrimaryKeyConstraint("thread_id", "subject"),
    Index("reporters_of_subject", "subject"),
)

SIGHTINGS: Final = Table(
    "sightings",
    METADATA,
    Column("thread_id", _ID, nullable=False),
    Column("subject", Text, nullable=False, info=_SAID),
    Column("kind", Text, nullable=False),
    Column("seen_at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("thread_id", "subject", "kind"),
    Index("sightings_over", "seen_at"),
)
"""What each of them reports: a kind once."""
