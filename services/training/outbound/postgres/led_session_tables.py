"""The tables of led sessions."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.training.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_PURPOSE: Final = "teaching, and showing learners how far they are"
_LEARNER: Final = personal(_PURPOSE, "public task", "life of the account")

LED_SESSIONS: Final = Table(
    "led_sessions",
    METADATA,
    Column("session_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("course_id", _ID, nullable=False),
    Column(
        "scheduled_by",
        Text,
        nullable=False,
        index=True,
        info=personal(_PURPOSE, "public task", "life of the account, then a pseudonym"),
    ),
    Column("starts_at", _MOMENT, nullable=False),
    Column("ends_at", _MOMENT, nullable=False),
    Column("closes_at", _MOMENT, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("places", Integer, nullable=False),
    Column("region", Text, nullable=False),
    Column("scheduled_at", _MOMENT, nullable=False),
    Column("cancelled_at", _MOMENT),
    Column("cancellation_reason", Text, nullable=False),
    Index("led_sessions_by_start", "starts_at", "session_id"),
)

LED_BOOKINGS: Final = Table(
    "led_bookings",
    METADATA,
    Column("booking_id", _ID, primary_key=True),
    Column("session_id", _ID, ForeignKey("led_sessions.session_id"), nullable=False),
    Column("subject", Text, nullable=False, index=True, info=_LEARNER),
    Column("name", Text, nullable=False, info=_LEARNER),
    Column("status", Text, nullable=False, info=_LEARNER),
    Column("turn", Integer, nullable=False),
    Column("asked_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    UniqueConstraint("session_id", "turn", name="led_bookings_turn"),
    Index(
        "led_bookings_open",
        "session_id",
        "subject",
        unique=True,
        postgresql_where=text("status IN ('BOOKED', 'WAITING')"),
    ),
)
