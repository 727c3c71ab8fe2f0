"""The tables of delivery: whom alerts may be sent to, and what was sent."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_WHO: Final = personal(
    "sending alerts that were asked for", "public task", "until the person stops"
)
_QUIET: Final = personal(
    "leaving a person alone at night", "public task", "while the account is open"
)
_LOG: Final = personal("knowing what was sent to whom", "public task", "400 days")

RECIPIENTS: Final = Table(
    "recipients",
    METADATA,
    Column("recipient_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("subject", Text, info=_WHO),
    Column("language", Text, nullable=False),
    Column("regions", ARRAY(Text), nullable=False, info=_WHO),
    Column("outward_codes", ARRAY(Text), nullable=False, info=_WHO),
    Column("points", ARRAY(Integer), nullable=False, server_default=text("'{}'"), info=_WHO),
    Column("stop_token", Text, nullable=False, info=_WHO),
    Column("quiet_from", SmallInteger, info=_WHO),
    Column("quiet_until", SmallInteger, info=_WHO),
    Index("recipients_of_subject", "subject", postgresql_where=text("subject IS NOT NULL")),
)

QUIET_ACCOUNTS: Final = Table(
    "quiet_accounts",
    METADATA,
    Column("subject", Text, primary_key=True, info=_QUIET),
    Column("version", BigInteger, nullable=False),
    Column("quiet_from", SmallInteger, info=_QUIET),
    Column("quiet_until", SmallInteger, info=_QUIET),
)
"""Of accounts, whatever their addresses; without minutes of who wants to be told at any time."""

CHANNELS: Final = Table(
    "channels",
    METADATA,
    Column("recipient_id", _ID, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False, info=_WHO),
    Column("suspended_at", _MOMENT),
    Column("suspended_why", Text),
    PrimaryKeyConstraint("recipient_id", "channel"),
)
"""The one place of addresses; a row goes when its owner says so."""

DISPATCHES: Final = Table(
    "dispatches",
    METADATA,
    Column("alert_id", _ID, nullable=False),
    Column("alert_version", BigInteger, nullable=False),
    Column("notice", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Column("after", _ID, nullable=False),
    Column("queued", Integer, nullable=False),
    Column("finished_at", _MOMENT),
    Column("region", Text, nullable=False, server_default=text("''")),
    Column("sector", Text, nullable=False, server_default=text("''")),
    PrimaryKeyConstraint("alert_id", "alert_version", "region", "sector"),
    Index(
        "dispatches_open",
        "priority",
        "created_at",
        postgresql_where=text("finished_at IS NULL"),
    ),
)

DELIVERIES: Final = Table(
    "deliveries",
    METADATA,
    Column("delivery_id", _ID, primary_key=True),
    Column("alert_id", _ID, nullable=False),
    Column("alert_version", BigInteger, nullable=False),
    Column("notice", Text, nullable=False),
    Column("recipient_id", _ID, nullable=False, info=_LOG),
    Column("channel", Text, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", _MOMENT, nullable=False),
    Column("send_by", _MOMENT, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("handed_at", _MOMENT),
    Column("unsure", Boolean, nullable=False),
    Column("begun_at", _MOMENT),
    Column("possible_repeats", SmallInteger, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("recipient_version", BigInteger),
    Column("claim", _ID),
    Column("leased_until", _MOMENT),
    Column("changed_at", _MOMENT, nullable=False, server_default=text("clock_timestamp()")),
    UniqueConstraint("alert_id", "alert_version", "recipient_id", "channel"),
    Index(
        "deliveries_waiting",
        "channel",
        "priority",
        "due_at",
        postgresql_where=text("state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN')"),
    ),
    Index(
        "deliveries_open",
        "alert_id",
        postgresql_where=text("state IN ('QUEUED', 'TEMPORARY', 'UNKNOWN', 'SENDING')"),
    ),
    Index("deliveries_leased", "leased_until", postgresql_where=text("state = 'SENDING'")),
    Index(
        "deliveries_over",
        "changed_at",
        postgresql_where=text("state NOT IN ('QUEUED', 'TEMPORARY', 'UNKNOWN', 'SENDING')"),
    ),
    Index("deliveries_of_endpoint", "recipient_id", postgresql_where=text("channel = 'WEBHOOK'")),
    Index(
        "deliveries_dead",
        text("changed_at DESC"),
        text("delivery_id DESC"),
        postgresql_where=text("state = 'DEAD'"),
    ),
)
