"""The tables of premises' own response levels, and of the mails about them."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_ACT: Final = personal(
    "knowing who decided what is done at which premises",
    "public task",
    "until the premises are removed, pseudonym on erasure",
)
_TOLD: Final = personal(
    "telling security leads how it stands with their premises",
    "public task",
    "90 days, or until the premises are removed",
)

SITE_OVERRIDES: Final = Table(
    "site_overrides",
    METADATA,
    Column("override_id", _ID, primary_key=True),
    Column("premises_id", _ID, nullable=False),
    Column("organisation_id", Text, nullable=False),
    Column("series", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("response", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("since", _MOMENT, nullable=False),
    Column("until", _MOMENT, nullable=False),
    Column("decided_by", Text, nullable=False, info=_ACT),
    Column("decided_at", _MOMENT, nullable=False),
    # What its people were told last, and the number of the threat level that stood then.
    Column("told", Text, nullable=False),
    Column("told_number", Integer, nullable=False),
    Column("end", Text),
    Column("ended_at", _MOMENT),
    Column("ended_by", Text, info=_ACT),
    Column("ended_why", Text),
    UniqueConstraint("premises_id", "number"),
    Index(
        "site_overrides_live",
        "premises_id",
        unique=True,
        postgresql_where=text('"end" IS NULL'),
    ),
    Index("site_overrides_decided_by", "decided_by"),
)

SITE_NOTICES: Final = Table(
    "site_notices",
    METADATA,
    Column("notice_id", _ID, primary_key=True),
    Column("override_id", _ID, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("subject", Text, nullable=False, info=_TOLD),
    Column("due_at", _MOMENT, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("sent_at", _MOMENT),
    Column("given_up", Text, nullable=False),
    UniqueConstraint("override_id", "version", "subject"),
    Index("site_notices_due", "due_at", postgresql_where=text("sent_at IS NULL AND given_up = ''")),
)
