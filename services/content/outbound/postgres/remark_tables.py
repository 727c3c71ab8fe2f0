"""The table of what readers said. It has no column for who they are."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.content.outbound.postgres.tables import METADATA

REMARKS: Final = Table(
    "remarks",
    METADATA,
    Column("remark_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("document_id", UUID(as_uuid=True), nullable=False),
    Column("document_version", BigInteger, nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("left_at", DateTime(timezone=True), nullable=False),
    Column("outcome", Text, nullable=False),
    Index("remarks_queue", "status", "left_at", "remark_id"),
    Index("remarks_of_document", "document_id"),
    Index("remarks_left", "left_at"),
)
