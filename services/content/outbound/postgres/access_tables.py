"""The table of who asks to read what, and what was granted."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ASKED: Final = personal(
    "deciding who may read a document for a time",
    "public task",
    "1 year after it is over; gone on erasure",
)
_DECIDED: Final = personal(
    "accountability of who let whom read",
    "public task",
    "1 year after it is over, pseudonym on erasure",
)

ACCESS_REQUESTS: Final = Table(
    "access_requests",
    METADATA,
    Column("request_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("document_id", UUID(as_uuid=True), nullable=False),
    Column("original_id", UUID(as_uuid=True), nullable=False),
    Column("subject", Text, nullable=False, info=_ASKED),
    Column("reason", Text, nullable=False, info=_ASKED),
    Column("status", Text, nullable=False),
    Column("asked_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("days", SmallInteger),
    Column("because", Text, nullable=False, info=_ASKED),
    Column("decided_by", Text, info=_DECIDED),
    Column("confirmed_by", Text, info=_DECIDED),
    Column("why", Text),
    Column("tier", SmallInteger),
    Column("tlp", Text),
    Column("minimum_tier", SmallInteger),
    Column("closed_group", Text),
    Column("given_at", _MOMENT),
    Column("ends_at", _MOMENT),
    Column("document_version", BigInteger),
    Column("rights_version", BigInteger),
    Index("access_requests_of_subject", "subject", "asked_at"),
    Index("access_requests_of_document", "document_id"),
    Index(
        "access_requests_open",
        "asked_at",
        postgresql_where=text("status IN ('WAITING', 'PROPOSED', 'GRANTED')"),
    ),
    Index("access_requests_over", "changed_at"),
)
