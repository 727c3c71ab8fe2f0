"""The tables of partner sites: who they are, and who signed in there."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from chassis.postgres.tables import personal
from services.identity.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_STEWARD: Final = personal(
    "knowing who looks after a partner site", "public task", "as long as the site, then 7 years"
)
_DECIDING: Final = personal(
    "accountability of decisions", "public task", "7 years, pseudonym on erasure"
)
_COUNTING: Final = personal(
    "telling a partner how many signed in on a day", "public task", "90 days, as a name of the day"
)

PARTNER_SITES: Final = Table(
    "partner_sites",
    METADATA,
    Column("site_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("redirect_uris", ARRAY(Text), nullable=False),
    Column("backchannel_logout_uri", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("steward", Text, nullable=False, info=_STEWARD),
    Column("proposed_by", Text, nullable=False, info=_DECIDING),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("confirmed_by", Text, info=_DECIDING),
    Column("confirmed_at", _MOMENT),
    Column("disabled_by", Text, info=_DECIDING),
    Column("disabled_at", _MOMENT),
    Column("disabled_because", Text, nullable=False, server_default=text("''")),
    Column("secret_issued_at", _MOMENT),
    Column("unsent_secret", Text),
    Column("carrying", Boolean, nullable=False, server_default=text("false")),
    Index("partner_sites_by_time", "proposed_at", "site_id"),
    Index("partner_sites_of_steward", "steward"),
)
"""A secret stands here only until Keycloak has it: seconds, unless it is away."""

PARTNER_SIGN_INS: Final = Table(
    "partner_sign_ins",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("site_id", UUID(as_uuid=True), nullable=False),
    Column("at", _MOMENT, nullable=False),
    Column("name", Text, nullable=False, info=_COUNTING),
    Index("partner_sign_ins_of_site", "site_id", "at"),
    Index("partner_sign_ins_by_time", "at"),
)

PARTNER_PROVIDERS: Final = Table(
    "partner_providers",
    METADATA,
    Column("provider_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("protocol", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("sign_in_url", Text, nullable=False),
    Column("token_url", Text, nullable=False),
    Column("keys_url", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("certificate", Text, nullable=False),
    Column("proposed_by", Text, nullable=False, info=_DECIDING),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("confirmed_by", Text, info=_DECIDING),
    Column("confirmed_at", _MOMENT),
    Column("disabled_by", Text, info=_DECIDING),
    Column("disabled_at", _MOMENT),
    Column("disabled_because", Text, nullable=False, server_default=text("''")),
    Column("unsent_secret", Text),
    Column("carrying", Boolean, nullable=False, server_default=text("false")),
    Index("partner_providers_by_time", "proposed_at", "provider_id"),
)
"""A partner's client secret stands here from its proposal until Keycloak has it."""

_COMING: Final = personal(
    "knowing by which partner somebody came, and for whom they act",
    "public task",
    "life of the account",
)

BROKERED_PEOPLE: Final = Table(
    "brokered_people",
    METADATA,
    Column("subject", Text, primary_key=True, info=_COMING),
    Column("provider_id", UUID(as_uuid=True), nullable=False),
    Column("came_at", _MOMENT, nullable=False),
    Column("suggested_organisation", Text, nullable=False, info=_COMING),
    Column("decided_by", Text, info=_DECIDING),
    Column("decided_at", _MOMENT),
    Column("confirmed", Boolean, nullable=False, server_default=text("false")),
    Index("brokered_people_by_time", "came_at", "subject"),
)
