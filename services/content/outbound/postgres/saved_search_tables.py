"""The tables of saved searches and of what matches them."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_KEPT: Final = personal(
    "keeping the searches that somebody saved", "public task", "life of the account"
)

SAVED_SEARCHES: Final = Table(
    "saved_searches",
    METADATA,
    Column("saved_search_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("owner", Text, nullable=False, info=_KEPT),
    Column("name", Text, nullable=False, info=_KEPT),
    Column("text", Text, nullable=False, info=_KEPT),
    Column("sectors", ARRAY(Text), nullable=False),
    Column("regions", ARRAY(Text), nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("language", Text, nullable=False),
    Column("tags", ARRAY(Text), nullable=False),
    Column("saved_at", _MOMENT, nullable=False),
    Index("saved_searches_of_owner", "owner"),
)

SAVED_SEARCH_MATCHES: Final = Table(
    "saved_search_matches",
    METADATA,
    Column(
        "saved_search_id",
        UUID(as_uuid=True),
        ForeignKey("saved_searches.saved_search_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("document_id", UUID(as_uuid=True), primary_key=True),
    Column("matched_at", _MOMENT, nullable=False),
    Column("seen", Boolean, nullable=False),
    Index("saved_search_matches_unseen", "saved_search_id", postgresql_where=text("NOT seen")),
)

SAVED_SEARCH_MAILS: Final = Table(
    "saved_search_mails",
    METADATA,
    Column("subject", Text, primary_key=True, info=_KEPT),
    Column("mailing", Text, nullable=False, info=_KEPT),
    Column("stop_token", Text, nullable=False, unique=True, info=_KEPT),
    Column("told_until", _MOMENT, nullable=False),
    Column("due_at", _MOMENT),
    Index("saved_search_mails_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
)
