"""The tables of answers and of help: what people said, who called, and who answers them."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from chassis.postgres.tables import personal
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_SAID: Final = personal("knowing who is safe and who needs help", "vital interests", "90 days")
_DID: Final = personal("accountability of who answered a call for help", "public task", "90 days")

ANSWERS: Final = Table(
    "answers",
    METADATA,
    Column("thread_id", _ID, nullable=False),
    Column("answerer", Text, nullable=False, info=_SAID),
    Column("version", BigInteger, nullable=False),
    Column("alert_id", _ID, nullable=False),
    Column("subject", Text, info=_SAID),
    Column("recipient_id", _ID, info=_SAID),
    Column("regions", ARRAY(Text), nullable=False, info=_SAID),
    Column("region", Text, nullable=False, info=_SAID),
    Column("answer", Text, nullable=False, info=_SAID),
    Column("way", Text, nullable=False),
    Column("answered_at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("thread_id", "answerer"),
    Index("answers_of_subject", "subject", postgresql_where=text("subject IS NOT NULL")),
    Index("answers_over", "answered_at"),
)
"""The answers that stand, one a person."""

ANSWER_HISTORY: Final = Table(
    "answer_history",
    METADATA,
    Column("thread_id", _ID, nullable=False),
    Column("answerer", Text, nullable=False, info=_SAID),
    Column("version", BigInteger, nullable=False),
    Column("alert_id", _ID, nullable=False),
    Column("subject", Text, info=_SAID),
    Column("answer", Text, nullable=False, info=_SAID),
    Column("way", Text, nullable=False),
    Column("answered_at", _MOMENT, nullable=False),
    PrimaryKeyConstraint("thread_id", "answerer", "version"),
    Index("answer_history_of_subject", "subject", postgresql_where=text("subject IS NOT NULL")),
    Index("answer_history_over", "answered_at"),
)
"""Every answer, the one that stands among them."""

HELP_SHIFTS: Final = Table(
    "help_shifts",
    METADATA,
    Column("staffing_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("queue", Text, nullable=False),
    Column("officer", Text, nullable=False, info=_DID),
    Column("since", _MOMENT, nullable=False),
    Column("until", _MOMENT, nullable=False),
    Column("left_at", _MOMENT),
    Index("help_shifts_until", "until"),
)

HELP_REQUESTS: Final = Table(
    "help_requests",
    METADATA,
    Column("help_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("thread_id", _ID, nullable=False),
    Column("alert_id", _ID, nullable=False),
    Column("answerer", Text, nullable=False, info=_SAID),
    Column("subject", Text, info=_SAID),
    Column("recipient_id", _ID, info=_SAID),
    Column("regions", ARRAY(Text), nullable=False, info=_SAID),
    Column("queue", Text, nullable=False),
    Column("call_back", Text, nullable=False, info=_SAID),
    Column("state", Text, nullable=False),
    Column("asked_at", _MOMENT, nullable=False),
    Column("taken_by", Text, info=_DID),
    Column("taken_at", _MOMENT),
    Column("closed_by", Text, info=_DID),
    Column("closed_at", _MOMENT),
    Column("outcome", Text),
    Index(
        "help_requests_open_once",
        "thread_id",
        "answerer",
        unique=True,
        postgresql_where=text("state <> 'CLOSED'"),
    ),
    Index("help_requests_open", "asked_at", "help_id", postgresql_where=text("state <> 'CLOSED'")),
    Index("help_requests_of_subject", "subject", postgresql_where=text("subject IS NOT NULL")),
    Index("help_requests_over", "closed_at", postgresql_where=text("state = 'CLOSED'")),
)
