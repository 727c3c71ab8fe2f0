"""The table of the threat levels: every change, with who proposed, approved or withdrew it."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ACT: Final = personal(
    "accountability of who set which threat level",
    "public task",
    "as long as the history, pseudonym on erasure",
)

THREAT_LEVEL_CHANGES: Final = Table(
    "threat_level_changes",
    METADATA,
    Column("change_id", UUID(as_uuid=True), primary_key=True),
    Column("series", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("response", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("authority_reference", Text, nullable=False),
    Column("since", _MOMENT),
    # The number of the level that stood when it was proposed; 0 before the first.
    Column("follows", Integer, nullable=False),
    # The number of the level that it put into force.
    Column("number", Integer),
    Column("proposed_by", Text, nullable=False, info=_ACT),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("approved_by", Text, info=_ACT),
    Column("approved_at", _MOMENT),
    Column("withdrawn_by", Text, info=_ACT),
    Column("withdrawn_at", _MOMENT),
    Column("withdrawn_why", Text),
    UniqueConstraint("series", "number"),
    Index(
        "threat_level_changes_open",
        "series",
        unique=True,
        postgresql_where=text("status = 'PROPOSED'"),
    ),
    Index("threat_level_changes_newest", text("proposed_at DESC"), text("change_id DESC")),
)
