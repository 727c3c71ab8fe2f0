"""The ledger of consent. A line is added, and goes with its person; none is ever changed."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import NEVER_CHANGED, personal
from services.identity.outbound.postgres.tables import METADATA

_AGREED: Final = personal(
    "showing who consented to newsletters and surveys, when, how and under which words",
    "consent",
    "life of the account",
)

CONSENTS: Final = Table(
    "consents",
    METADATA,
    Column("entry_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False, info=_AGREED),
    Column("number", BigInteger, nullable=False),
    Column("purpose", Text, nullable=False, info=_AGREED),
    Column("channel", Text, nullable=False, info=_AGREED),
    Column("given", Boolean, nullable=False, info=_AGREED),
    Column("at", DateTime(timezone=True), nullable=False, info=_AGREED),
    Column("way", Text, nullable=False, info=_AGREED),
    Column("wording_version", Text, nullable=False, info=_AGREED),
    Column("language", Text, nullable=False, info=_AGREED),
    Column("wording_digest", LargeBinary, nullable=False, info=_AGREED),
    Column("stop_token", Text, unique=True),
    Index("consents_in_order", "subject", "number", unique=True),
    comment=NEVER_CHANGED,
)
