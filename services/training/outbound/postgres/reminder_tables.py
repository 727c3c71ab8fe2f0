"""The tables of reminders."""

from typing import Final

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal
from services.training.outbound.postgres.tables import CERTIFICATES, ENROLMENTS, METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_PERSON: Final = personal(
    "teaching, and showing learners how far they are", "public task", "life of the account"
)

REMINDERS: Final = Table(
    "reminders",
    METADATA,
    Column("about", _ID, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("subject", Text, nullable=False, index=True, info=_PERSON),
    Column("course_id", _ID, nullable=False),
    Column("course_version", Integer),
    Column("moment", _MOMENT, nullable=False),
    Column("told_at", _MOMENT, nullable=False),
    Column("session_id", _ID),
)

REMINDER_CHOICES: Final = Table(
    "reminder_choices",
    METADATA,
    Column("subject", Text, primary_key=True, info=_PERSON),
    Column("stop_token", Text, nullable=False, unique=True, info=_PERSON),
    Column("stopped_at", _MOMENT, info=_PERSON),
)

CERTIFICATES_BY_END: Final = Index(
    "certificates_by_end",
    CERTIFICATES.c.valid_until,
    postgresql_where=text("revoked_at IS NULL"),
)
ENROLMENTS_BY_AGE: Final = Index(
    "enrolments_by_age",
    ENROLMENTS.c.enrolled_at,
    postgresql_where=text("status = 'OPEN'"),
)
