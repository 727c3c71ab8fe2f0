"""The table of drafts."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from services.content.outbound.postgres.said_columns import said_columns
from services.content.outbound.postgres.tables import EDITING, METADATA

_MOMENT: Final = DateTime(timezone=True)

DRAFTS: Final = Table(
    "document_drafts",
    METADATA,
    Column("draft_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("document_id", UUID(as_uuid=True), nullable=False),
    Column("base_version", BigInteger, nullable=False),
    *said_columns(),
    Column("review_on", Date),
    Column("note", Text, nullable=False),
    Column("material", Boolean, nullable=False),
    Column("publish_at", _MOMENT),
    Column("withdraw_at", _MOMENT),
    Column("teaser_confirmed", Boolean, nullable=False),
    Column("owner", Text, nullable=False, info=EDITING),
    Column("hands", ARRAY(Text), nullable=False, info=EDITING),
    Column("restricted", Boolean, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("changed_by", Text, nullable=False, info=EDITING),
    Column("returned_by", Text, info=EDITING),
    Column("returned_because", Text, nullable=False),
    Column("approved_by", Text, info=EDITING),
    Index("document_drafts_by_change", text("changed_at DESC"), text("draft_id DESC")),
    Index("document_drafts_of_document", "document_id"),
    Index(
        "document_drafts_scheduled",
        "publish_at",
        postgresql_where=text("status = 'SCHEDULED'"),
    ),
)
