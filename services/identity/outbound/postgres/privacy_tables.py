"""The tables of requests about somebody's data, and of what each holder of data answered."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ASKED: Final = personal(
    "answering a request about one's own data, and showing that it was answered",
    "legal obligation",
    "36 months after the answer; under a pseudonym once an erasure is done",
)
_HANDLED: Final = personal(
    "accountability of decisions", "legal obligation", "36 months after the answer"
)
_HANDED_OVER: Final = personal(
    "handing somebody's data over to them", "legal obligation", "7 days after it was put together"
)
_EMPTY: Final = text("''")

PRIVACY_REQUESTS: Final = Table(
    "privacy_requests",
    METADATA,
    Column("request_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, info=_ASKED),
    Column("kind", Text, nullable=False, info=_ASKED),
    Column("received", Text, nullable=False, info=_ASKED),
    Column("received_on", Date, nullable=False, info=_ASKED),
    Column("recorded_by", Text, info=_HANDLED),
    Column("created_at", _MOMENT, nullable=False),
    Column("begins_at", _MOMENT, nullable=False),
    Column("state", Text, nullable=False, info=_ASKED),
    Column("extended_because", Text, nullable=False, server_default=_EMPTY, info=_ASKED),
    Column("extended_by", Text, info=_HANDLED),
    Column("closed_at", _MOMENT),
    Column("until", _MOMENT),
    Column("version", BigInteger, nullable=False),
    Index("privacy_requests_of_subject", "subject"),
    Index(
        "privacy_requests_one_open",
        "subject",
        "kind",
        unique=True,
        postgresql_where=text("state IN ('WAITING', 'WORKING')"),
    ),
    Index("privacy_requests_to_begin", "begins_at", postgresql_where=text("state = 'WAITING'")),
    Index("privacy_requests_to_end", "until", postgresql_where=text("until IS NOT NULL")),
    Index("privacy_requests_oldest_first", "created_at", "request_id"),
)

PRIVACY_RECEIPTS: Final = Table(
    "privacy_receipts",
    METADATA,
    Column("request_id", UUID(as_uuid=True), primary_key=True),
    Column("holder", Text, primary_key=True),
    Column("round", BigInteger, primary_key=True),
    Column("due_at", _MOMENT, nullable=False),
    Column("tries", BigInteger, nullable=False, server_default=text("0")),
    Column("answered_at", _MOMENT),
    Column("records", BigInteger, nullable=False, server_default=text("0")),
    Column("digest", LargeBinary, nullable=False, server_default=text("''::bytea")),
    Column("part", LargeBinary, info=_HANDED_OVER),
    Column("why", Text, nullable=False, server_default=_EMPTY),
    Index("privacy_receipts_waiting", "due_at", postgresql_where=text("answered_at IS NULL")),
)
"""`part` is what a holder has about the person, until the export is deleted."""

_COMPLAINING: Final = personal(
    "answering a complaint about how data is handled",
    "legal obligation",
    "36 months after the answer, or until the answer if the account was erased before it",
)

COMPLAINTS: Final = Table(
    "complaints",
    METADATA,
    Column("complaint_id", UUID(as_uuid=True), primary_key=True),
    Column("email", Text, nullable=False, info=_COMPLAINING),
    Column("language", Text, nullable=False),
    Column("about", Text, nullable=False, info=_COMPLAINING),
    Column("made_at", _MOMENT, nullable=False),
    Column("acknowledged_at", _MOMENT),
    Column("outcome", Text, nullable=False, server_default=_EMPTY, info=_COMPLAINING),
    Column("answered_by", Text, info=_HANDLED),
    Column("answered_at", _MOMENT),
    Column("forget_when_answered", Boolean, nullable=False, server_default=text("false")),
    Column("version", BigInteger, nullable=False),
    Index("complaints_oldest_first", "made_at", "complaint_id"),
    Index("complaints_of_email", text("lower(email)")),
)
