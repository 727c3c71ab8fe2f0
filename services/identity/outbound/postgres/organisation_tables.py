"""The table beside organisations: whom they invited."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_INVITING: Final = personal(
    "inviting a colleague to an organisation",
    "public task",
    "30 days after the last mail; the address goes when it is declined or withdrawn",
)

INVITATIONS: Final = Table(
    "invitations",
    METADATA,
    Column("invitation_id", UUID(as_uuid=True), primary_key=True),
    Column("organisation_id", UUID(as_uuid=True), nullable=False),
    Column("email", Text, nullable=False, info=_INVITING),
    Column("invited_by", Text, nullable=False, info=_INVITING),
    Column("token_digest", LargeBinary, nullable=False, unique=True),
    Column("created_at", _MOMENT, nullable=False),
    Column("mailed_at", _MOMENT, nullable=False, index=True),
    Column("mailed", BigInteger, nullable=False),
    Column("ending", Text),
    Index("invitations_of_organisation", "organisation_id", "created_at"),
    Index("invitations_to_address", "email"),
    Index("invitations_by_subject", "invited_by"),
)
