"""The tables of alerts."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from chassis.postgres.tables import personal

METADATA: Final = MetaData()
_MOMENT: Final = DateTime(timezone=True)
_ACT: Final = personal(
    "accountability of who warned whom", "public task", "7 years, pseudonym on erasure"
)

ALERTS: Final = Table(
    "alerts",
    METADATA,
    Column("alert_id", UUID(as_uuid=True), primary_key=True),
    Column("status", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    # The marking again, as columns: lists are filtered by it before they are counted.
    Column("minimum_tier", SmallInteger, nullable=False),
    Column("closed_group", Text),
    Column(
        "named_subjects",
        ARRAY(Text),
        nullable=False,
        info=personal("showing a TLP:RED alert to the people it names", "public task", "7 years"),
    ),
    Column("hands", ARRAY(Text), nullable=False, info=_ACT),
    Column("created_at", _MOMENT, nullable=False),
    Column("sorted_at", _MOMENT, nullable=False),
    Column("expires_at", _MOMENT, nullable=False),
    Column("issued_at", _MOMENT),
    Column("issued_by", Text, info=_ACT),
    Column("proposal_text", Text),
    Column("proposal_reference", Text),
    Column("proposed_by", Text, info=_ACT),
    Column("ending_text", Text),
    Column("ending_reference", Text),
    Column("ending_why", Text),
    Column("ended_at", _MOMENT),
    Column("ended_by", Text, info=_ACT),
    Index("alerts_newest_first", text("sorted_at DESC"), text("alert_id DESC")),
    Index("alerts_due", "expires_at", postgresql_where=text("status = 'ISSUED'")),
)
