"""The table of attachments: what is known of each file. The bytes are in the storage."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_EDITING: Final = personal(
    "accountability of who published what",
    "public task",
    "7 years; of what is out, as long as it is; pseudonym on erasure",
)

ATTACHMENTS: Final = Table(
    "attachments",
    METADATA,
    Column("attachment_id", UUID(as_uuid=True), primary_key=True),
    Column("document_id", UUID(as_uuid=True), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False, info=_EDITING),
    Column("uploaded_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("confirmed_by", Text, info=_EDITING),
    Column("removed_by", Text, info=_EDITING),
    Column("refusal", Text),
    Column("has_text", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("due_at", _MOMENT),
    Column("bytes_kept", Boolean, nullable=False),
    Index("attachments_of_document", "document_id", "uploaded_at"),
    Index("attachments_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    Index("attachments_uploading", "uploaded_at", postgresql_where=text("state = 'UPLOADING'")),
)
