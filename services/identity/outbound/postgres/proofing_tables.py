"""The tables beside the cases: how long tiers last, and what providers of evidence are asked."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_HELD: Final = personal("how long an earned tier lasts", "public task", "while it is held")
_ASKING: Final = personal(
    "asking a provider whether a document or a name is sound",
    "public task",
    "24 months after the decision; the number until the provider has answered",
)
_DECIDING: Final = personal(
    "accountability of decisions", "public task", "7 years, pseudonym on erasure"
)

TIER_TERMS: Final = Table(
    "tier_terms",
    METADATA,
    Column("subject", Text, primary_key=True, info=_HELD),
    Column("tier", Text, nullable=False, info=_HELD),
    Column("began", _MOMENT, nullable=False, info=_HELD),
    Column("until", _MOMENT, nullable=False, index=True, info=_HELD),
    Column("warned", BigInteger),
)

PROVIDER_CHECKS: Final = Table(
    "provider_checks",
    METADATA,
    Column("provider_check_id", UUID(as_uuid=True), primary_key=True),
    Column("verification_id", UUID(as_uuid=True), nullable=False, index=True),
    Column("subject", Text, nullable=False, info=_ASKING),
    Column("kind", Text, nullable=False, info=_ASKING),
    Column("document_type", Text, nullable=False, info=_ASKING),
    Column("issuer", Text, nullable=False, info=_ASKING),
    Column("document_number", Text, nullable=False, info=_ASKING),
    Column("number_digest", Text, nullable=False, info=_ASKING),
    Column("asked_by", Text, nullable=False, info=_DECIDING),
    Column("asked_at", _MOMENT, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", BigInteger, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Index("provider_checks_waiting", "due_at", postgresql_where=text("state = 'WAITING'")),
    Index("provider_checks_of_subject", "subject"),
)
"""A number stands here only while its provider is being asked."""
