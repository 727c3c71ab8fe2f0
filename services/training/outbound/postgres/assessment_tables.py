"""The tables of assessment and accreditation, beside those of `tables.py`."""

from typing import Final

from sqlalchemy import Column, DateTime, Integer, Table, Text, Uuid

from chassis.postgres.tables import personal
from services.training.outbound.postgres.tables import METADATA

_ACCOMMODATING: Final = personal(
    "giving learners the time that they need", "public task", "life of the account"
)

EXTRA_TIMES: Final = Table(
    "extra_times",
    METADATA,
    Column("subject", Text, primary_key=True, info=_ACCOMMODATING),
    Column("percent", Integer, nullable=False, info=_ACCOMMODATING),
    Column("chosen_at", DateTime(timezone=True), nullable=False),
)

WITHDRAWALS: Final = Table(
    "withdrawals",
    METADATA,
    Column("course_id", Uuid, primary_key=True),
    Column("course_version", Integer, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("marked_at", DateTime(timezone=True)),
)
