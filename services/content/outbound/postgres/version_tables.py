"""What each document of ours was, version by version."""

from typing import Final

from sqlalchemy import BigInteger, Column, Date, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from services.content.outbound.postgres.said_columns import said_columns
from services.content.outbound.postgres.tables import EDITING, METADATA

_MOMENT: Final = DateTime(timezone=True)

VERSIONS: Final = Table(
    "document_versions",
    METADATA,
    Column("document_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("status", Text, nullable=False),
    *said_columns(),
    Column("published_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("changed_by", Text, nullable=False, info=EDITING),
    Column("approved_by", Text, info=EDITING),
    Column("owner", Text, info=EDITING),
    Column("review_on", Date),
    Column("material_version", BigInteger, nullable=False),
    Column("material_changed_at", _MOMENT, nullable=False),
    Column("material_note", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdraw_at", _MOMENT),
    Column("withdraw_because", Text, nullable=False),
)
