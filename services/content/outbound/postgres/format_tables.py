"""The table of requests for accessible formats, and of what was made."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import EDITING, METADATA

_MOMENT: Final = DateTime(timezone=True)
_ASKING: Final = personal(
    "making a document readable for who asks",
    "legal obligation",
    "90 days after the request ended",
)
_WAITS: Final = "status IN ('OPEN', 'CLAIMED')"

FORMAT_REQUESTS: Final = Table(
    "format_requests",
    METADATA,
    Column("request_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("document_id", UUID(as_uuid=True), nullable=False),
    Column("document_version", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("wanted_language", Text, nullable=False),
    Column("note", Text, nullable=False, info=_ASKING),
    Column("nation", Text, nullable=False),
    Column("requester", Text, info=_ASKING),
    Column("asked_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Column("status", Text, nullable=False),
    Column("claimed_by", Text, info=EDITING),
    Column("attachment_id", UUID(as_uuid=True)),
    Column("link", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_for", BigInteger),
    Column("ended_at", _MOMENT),
    Column("ended_by", Text, info=EDITING),
    Column("told_at", _MOMENT),
    Column("person_kept_since", _MOMENT),
    Index("format_requests_queue", "due_at", "request_id", postgresql_where=text(_WAITS)),
    Index("format_requests_of_document", "document_id"),
    Index(
        "format_requests_of_requester",
        "requester",
        postgresql_where=text("requester IS NOT NULL"),
    ),
    Index(
        "format_requests_person",
        "person_kept_since",
        postgresql_where=text("person_kept_since IS NOT NULL"),
    ),
)
