"""The table of feed links."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

_OWN: Final = personal(
    "letting somebody's feed reader read what they may", "public task", "life of the account"
)

FEED_LINKS: Final = Table(
    "feed_links",
    METADATA,
    Column("owner", Text, primary_key=True, info=_OWN),
    Column("feed_id", UUID(as_uuid=True), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("token_digest", LargeBinary, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Index("feed_links_by_token", "token_digest", unique=True),
)
