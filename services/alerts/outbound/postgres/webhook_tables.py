"""The tables of webhooks."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_OWNER: Final = personal(
    "knowing whose rights decide what an endpoint gets", "public task", "pseudonym on erasure"
)
_TOLD: Final = personal(
    "telling who looks after an endpoint",
    "legitimate interests",
    "until it is deleted, or who gave it is erased",
)

WEBHOOKS: Final = Table(
    "webhooks",
    METADATA,
    Column("webhook_id", _ID, primary_key=True),
    Column("organisation_id", Text, nullable=False),
    Column("owner", Text, info=_OWNER),
    Column("mode", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("contact_email", Text, nullable=False, info=_TOLD),
    # Of what a secret is derived, by a key that is not here.
    Column("secret_id", _ID, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("previous_secret_id", _ID),
    Column("previous_ends_at", _MOMENT),
    Column("disabled_at", _MOMENT),
    Column("disabled_why", Text, nullable=False),
    Column("told_at", _MOMENT),
    Column("failures", Integer, nullable=False),
    Column("failing_since", _MOMENT),
    Column("rests_until", _MOMENT),
    Column("contact_by", Text, info=_TOLD),
    Index("webhooks_of_organisation", "organisation_id", "created_at"),
    Index("webhooks_of_owner", "owner", postgresql_where=text("owner IS NOT NULL")),
    Index("webhooks_by_contact", "contact_by", postgresql_where=text("contact_by IS NOT NULL")),
    Index(
        "webhooks_untold",
        "disabled_at",
        postgresql_where=text("disabled_at IS NOT NULL AND told_at IS NULL"),
    ),
)

PINGS: Final = Table(
    "webhook_pings",
    METADATA,
    Column("ping_id", _ID, primary_key=True),
    Column("webhook_id", _ID, nullable=False),
    Column("asked_at", _MOMENT, nullable=False),
    Column("state", Text, nullable=False),
    Column("begun_at", _MOMENT),
    Column("handed_at", _MOMENT),
    Column("why", Text, nullable=False),
    Index("webhook_pings_newest_first", "webhook_id", text("asked_at DESC"), text("ping_id DESC")),
    Index(
        "webhook_pings_open",
        "asked_at",
        postgresql_where=text("state IN ('QUEUED', 'SENDING')"),
    ),
    Index("webhook_pings_old", "asked_at"),
)
