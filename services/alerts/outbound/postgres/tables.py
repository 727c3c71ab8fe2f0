"""The tables of alerts."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
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

FREEZES: Final = Table(
    "freezes",
    METADATA,
    Column("freeze_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("proposed_by", Text, nullable=False, info=_ACT),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("proposed_why", Text, nullable=False),
    Column("confirmed_by", Text, info=_ACT),
    Column("confirmed_at", _MOMENT),
    Column("lift_proposed_by", Text, info=_ACT),
    Column("lift_proposed_at", _MOMENT),
    Column("lift_proposed_why", Text),
    Column("lifted_by", Text, info=_ACT),
    Column("lifted_at", _MOMENT),
    # At most one that is not lifted.
    Index("freezes_open", text("(true)"), unique=True, postgresql_where=text("lifted_at IS NULL")),
)

TEMPLATES: Final = Table(
    "templates",
    METADATA,
    Column("template_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("proposed_by", Text, nullable=False, info=_ACT),
    Column("proposed_at", _MOMENT, nullable=False),
    Column("approved_by", Text, info=_ACT),
    Column("approved_at", _MOMENT),
    Column("retired_by", Text, info=_ACT),
    Column("retired_at", _MOMENT),
    Column("retired_why", Text),
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
    Column("proposal_text_cy", Text),
    Column("proposal_reference", Text),
    Column("proposed_by", Text, info=_ACT),
    Column("ending_text", Text),
    Column("ending_text_cy", Text),
    Column("ending_reference", Text),
    Column("ending_why", Text),
    Column("ended_at", _MOMENT),
    Column("ended_by", Text, info=_ACT),
    # As many as hands, in the same order: what each did.
    Column("hand_parts", ARRAY(Text)),
    Column("returned_why", Text),
    Column("returned_by", Text, info=_ACT),
    Column("returned_at", _MOMENT),
    # Null for a thread of one: it has the alert's own id.
    Column("thread_id", UUID(as_uuid=True)),
    Column("thread_number", Integer, nullable=False, server_default="1"),
    Column("thread_earlier", ARRAY(UUID(as_uuid=True)), nullable=False, server_default="{}"),
    Column("superseded_by", UUID(as_uuid=True)),
    Column("superseded_at", _MOMENT),
    Column("reach", BigInteger),
    Column("template_id", UUID(as_uuid=True)),
    Column("review_due_at", _MOMENT),
    Column("reviewed_by", Text, info=_ACT),
    Column("reviewed_at", _MOMENT),
    Column("review_finding", Text),
    Column("welsh_earlier", Boolean, nullable=False, server_default="false"),
    Column("welsh_confirmed_by", Text, info=_ACT),
    Column("welsh_confirmed_at", _MOMENT),
    Column("welsh_confirmed_digest", LargeBinary),
    Column("welsh_stand_in", UUID(as_uuid=True)),
    Column("welsh_set_aside", JSONB),
    Column("welsh_due_at", _MOMENT),
    Column("source_tlp", Text),
    Column("source_tier", SmallInteger),
    Column("source_group", Text),
    Column("warnings_seen", LargeBinary),
    # Of a private drill: whose it is, and what it practises.
    Column("drill_of", Text),
    Column("drill_scenario", Text),
    # The region whose own message it is; null for the hub's.
    Column("origin_region", Text),
    Index(
        "alerts_one_drill",
        "drill_of",
        unique=True,
        postgresql_where=text("drill_of IS NOT NULL AND status = 'ISSUED'"),
    ),
    Index(
        "alerts_drills",
        "drill_of",
        text("sorted_at DESC"),
        postgresql_where=text("drill_of IS NOT NULL"),
    ),
    Index("alerts_newest_first", text("sorted_at DESC"), text("alert_id DESC")),
    Index(
        "alerts_awaiting_review",
        "review_due_at",
        postgresql_where=text("review_due_at IS NOT NULL AND reviewed_by IS NULL"),
    ),
    Index("alerts_of_thread", "thread_id"),
    Index(
        "alerts_owing_welsh",
        "welsh_due_at",
        postgresql_where=text(
            "welsh_due_at IS NOT NULL AND status = 'ISSUED' AND superseded_by IS NULL"
        ),
    ),
    Index("alerts_paged", "status", postgresql_where=text("status IN ('SUBMITTED', 'ISSUED')")),
    Index("alerts_due", "expires_at", postgresql_where=text("status = 'ISSUED'")),
)
