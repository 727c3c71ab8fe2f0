"""The tables of the cascade: seats, the steps of alerts along them, and who has it by which."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
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
_SITS: Final = personal("knowing who stands for whom", "public task", "while they sit there")
_PASSED: Final = personal("accountability of who passed on what", "public task", "90 days")
_CAME: Final = personal("knowing by which way an alert came", "public task", "90 days")

SEATS: Final = Table(
    "seats",
    METADATA,
    Column("seat_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("role", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("holder", Text, info=_SITS),
    Column("holder_until", _MOMENT, info=_SITS),
    Column("deputy", Text, info=_SITS),
    Column("deputy_until", _MOMENT, info=_SITS),
    Index("seats_of_region", "region", postgresql_where=text("active")),
    Index("seats_of_holder", "holder", postgresql_where=text("holder IS NOT NULL")),
    Index("seats_of_deputy", "deputy", postgresql_where=text("deputy IS NOT NULL")),
)

CASCADE_STEPS: Final = Table(
    "cascade_steps",
    METADATA,
    Column("step_id", _ID, primary_key=True),
    Column("alert_id", _ID, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("given_at", _MOMENT, nullable=False),
    Column("rung", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", _MOMENT),
    Column("done_at", _MOMENT),
    Column("done_by", Text, info=_PASSED),
    Column("done_as", Text),
    Column("context", Text),
    Column("context_cy", Text),
    Column("context_tlp", Text),
    Column("version", BigInteger, nullable=False),
    UniqueConstraint("alert_id", "region", "sector"),
    Index("cascade_steps_due", "due_at", postgresql_where=text("state = 'WAITING'")),
    Index("cascade_steps_done_by", "done_by", postgresql_where=text("done_by IS NOT NULL")),
    Index("cascade_steps_over", "given_at"),
)
"""No column of it holds the hub's words: they stand in `alerts`, which nothing here may change."""

CASCADE_MEMBERS: Final = Table(
    "cascade_members",
    METADATA,
    Column("alert_id", _ID, nullable=False),
    Column("recipient_id", _ID, nullable=False, info=_CAME),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    PrimaryKeyConstraint("alert_id", "recipient_id", "region", "sector"),
    Index("cascade_members_of_recipient", "recipient_id"),
)
"""By which branches an alert came to whom; empty ones mean that the hub sent it itself."""

BRANCH_REPORTS: Final = Table(
    "branch_reports",
    METADATA,
    Column("report_id", _ID, primary_key=True),
    Column("alert_id", _ID, nullable=False),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("told_at", _MOMENT, nullable=False),
    Column("told_by", Text, nullable=False, info=_PASSED),
    Index("branch_reports_of_alert", "alert_id", "told_at", "report_id"),
    Index("branch_reports_by", "told_by"),
)
