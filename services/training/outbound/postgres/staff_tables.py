"""The tables of what organisations ask of their people and recorded of them."""

from typing import Final

from sqlalchemy import Column, Date, DateTime, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.training.outbound.postgres.tables import METADATA

KEPT: Final = "as long as the person belongs to the organisation"
_MOMENT: Final = DateTime(timezone=True)
_NOW: Final = text("clock_timestamp()")
_ORGANISING: Final = personal(
    "letting an organisation see and plan its people's training", "public task", KEPT
)

TRAINING_REQUESTS: Final = Table(
    "training_requests",
    METADATA,
    Column("subject", Text, primary_key=True, info=_ORGANISING),
    Column("organisation_id", Text, primary_key=True),
    Column("course_id", UUID(as_uuid=True), primary_key=True),
    Column("due_on", Date, nullable=False),
    # The day for which a reminder was sent; another day is reminded of anew.
    Column("reminded_for", Date),
    Column("asked_at", _MOMENT, nullable=False, server_default=_NOW),
)

OUTSIDE_RECORDS: Final = Table(
    "outside_records",
    METADATA,
    Column("subject", Text, primary_key=True, info=_ORGANISING),
    Column("organisation_id", Text, primary_key=True),
    Column("title", Text, primary_key=True),
    Column("provider", Text, primary_key=True),
    Column("completed_on", Date, primary_key=True),
    Column("expires_on", Date),
    Column("recorded_at", _MOMENT, nullable=False, server_default=_NOW),
)
