"""The tables of launched units: registrations, sessions, records, statements, documents."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from chassis.postgres.tables import personal
from services.training.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_LEARNING: Final = personal(
    "teaching, and showing learners how far they are", "public task", "life of the account"
)


def _registration() -> Column[object]:
    return Column(
        "registration",
        _ID,
        ForeignKey("registrations.registration", ondelete="CASCADE"),
        nullable=False,
    )


REGISTRATIONS: Final = Table(
    "registrations",
    METADATA,
    Column(
        "registration",
        _ID,
        ForeignKey("enrolments.enrolment_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("actor", Text, nullable=False, info=_LEARNING),
    Column("course_id", _ID, nullable=False),
    Column("course_version", Integer, nullable=False),
    Column("opened_at", _MOMENT, nullable=False),
    Column("satisfied_at", _MOMENT),
    Column("statements", Integer, nullable=False, server_default=text("0")),
)

UNIT_RECORDS: Final = Table(
    "unit_records",
    METADATA,
    Column(
        "registration",
        _ID,
        ForeignKey("registrations.registration", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True),
    Column("completed", Boolean, nullable=False, info=_LEARNING),
    Column("passed", Boolean, nullable=False, info=_LEARNING),
    Column("waived", Boolean, nullable=False, info=_LEARNING),
    Column("satisfied_at", _MOMENT, info=_LEARNING),
)

SESSIONS: Final = Table(
    "unit_sessions",
    METADATA,
    Column("session_id", _ID, primary_key=True),
    _registration(),
    Column("number", Integer, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("publisher_id", Text, nullable=False),
    Column("home_page", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("mastery_score", Numeric),
    Column("launched_at", _MOMENT, nullable=False, info=_LEARNING),
    Column("heard_at", _MOMENT, nullable=False, info=_LEARNING),
    Column("verbs", ARRAY(Text), nullable=False, info=_LEARNING),
    Column("initialized_at", _MOMENT),
    Column("last_at", _MOMENT),
    Column("terminated_at", _MOMENT),
    Column("ended_at", _MOMENT),
    Column("abandoned_at", _MOMENT),
    Column("fetch_digest", LargeBinary, nullable=False, unique=True),
    Column("fetched_at", _MOMENT),
    Column("token_digest", LargeBinary, unique=True),
    Index("unit_sessions_of_unit", "registration", "number", "launched_at"),
    Index(
        "unit_sessions_open",
        "launched_at",  # not heard_at: what is indexed costs each statement an entry
        postgresql_where=text("terminated_at IS NULL AND abandoned_at IS NULL"),
    ),
)

STATEMENTS: Final = Table(
    "statements",
    METADATA,
    Column("statement_id", _ID, primary_key=True),
    _registration(),
    Column("sequence", BigInteger, Identity(always=True), nullable=False),
    Column("session_id", Text, nullable=False),
    Column("verb_id", Text, nullable=False),
    Column("activity_id", Text, nullable=False),
    Column("stored_at", _MOMENT, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("document", LargeBinary, nullable=False, info=_LEARNING),
    Column("voided", Boolean, nullable=False, server_default=text("false")),
    Index("statements_of_registration", "registration", "sequence"),
)

REFUSALS: Final = Table(
    "refused_statements",
    METADATA,
    Column(
        "session_id",
        _ID,
        ForeignKey("unit_sessions.session_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("rule", Text, primary_key=True, info=_LEARNING),
    Column("times", Integer, nullable=False, info=_LEARNING),
    Column("first_at", _MOMENT, nullable=False),
    Column("last_at", _MOMENT, nullable=False),
)

UNIT_DOCUMENTS: Final = Table(
    "unit_documents",
    METADATA,
    Column(
        "registration",
        _ID,
        ForeignKey("registrations.registration", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("kind", Text, primary_key=True),
    Column("activity_id", Text, primary_key=True),
    Column("document_id", Text, primary_key=True),
    Column("content_type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False, info=_LEARNING),
    Column("updated_at", _MOMENT, nullable=False),
)
