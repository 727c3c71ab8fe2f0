"""The tables of partners: links to them, and the catalogues that they sign."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.content.outbound.postgres.tables import EDITING, METADATA

_MOMENT: Final = DateTime(timezone=True)

PARTNER_LINKS: Final = Table(
    "partner_links",
    METADATA,
    Column("link_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("url", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("english", JSONB, nullable=False),
    Column("welsh", JSONB),
    Column("languages", ARRAY(Text), nullable=False),
    Column("sectors", ARRAY(Text), nullable=False),
    Column("regions", ARRAY(Text), nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("changed_by", Text, nullable=False, info=EDITING),
    Column("looked_at", _MOMENT),
    Column("failures", Integer, nullable=False),
    Column("failed_at", _MOMENT),
    Column("broken_since", _MOMENT),
    Column("why", Text, nullable=False),
    Column("moved_to", Text, nullable=False),
    Index("partner_links_listed", "name", postgresql_where=text("NOT removed")),
)

CATALOGUES: Final = Table(
    "catalogues",
    METADATA,
    Column("catalogue_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("public_key", Text, nullable=False),
    Column("thumbprint", Text, nullable=False),
    Column("proposed_by", Text, nullable=False, info=EDITING),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("confirmed_by", Text, info=EDITING),
    Column("confirmed_at", _MOMENT),
    Column("ended_by", Text, info=EDITING),
    Column("ended_at", _MOMENT),
    Column("ended_because", Text, nullable=False),
    Column("looked_at", _MOMENT),
    Column("refused_because", Text, nullable=False),
    Column("serial", BigInteger),
    Column("digest", Text),
    Column("issued_at", _MOMENT),
    Column("expires_at", _MOMENT),
    Column("items", Integer, nullable=False),
    Column("faults", JSONB, nullable=False),
)
