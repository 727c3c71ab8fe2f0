"""The tables of cordons: how each stands, and every line that it ever had."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_ACT: Final = personal(
    "accountability of who moved which cordon and who keeps it",
    "public task",
    "as long as the alert, pseudonym on erasure",
)

CORDONS: Final = Table(
    "cordons",
    METADATA,
    Column("cordon_id", _ID, primary_key=True),
    Column("thread_id", _ID, nullable=False),
    Column("alert_id", _ID, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("cap_status", Text, nullable=False),
    Column("created_at", _MOMENT, nullable=False),
    # The shape that it has now, of those in cordon_shapes.
    Column("shape_number", Integer),
    Column("next_update_due", _MOMENT),
    Column("updated_at", _MOMENT),
    Column("lifted_at", _MOMENT),
    Column("held_by", Text, info=_ACT),
    Column("held_since", _MOMENT),
    Column("handover_note", Text),
    Column("change_kind", Text),
    Column("changed_by", Text, info=_ACT),
    Column("changed_at", _MOMENT),
    Column("change_place", Text),
    Column("change_polygon", Text),
    Column("change_due", _MOMENT),
    Column("change_reference", Text),
    # The due time about which the duty officers were paged last.
    Column("paged_for", _MOMENT),
    Index("cordons_of_thread", "thread_id", "created_at"),
    Index("cordons_due", "next_update_due", postgresql_where=text("status = 'LIVE'")),
)

CORDON_SHAPES: Final = Table(
    "cordon_shapes",
    METADATA,
    Column("cordon_id", _ID, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("place", Text, nullable=False),
    Column("polygon", Text, nullable=False),
    Column("since", _MOMENT, nullable=False),
)
