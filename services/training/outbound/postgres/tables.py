"""The tables of training."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from chassis.postgres.tables import personal

METADATA: Final = MetaData()
_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_LEARNING: Final = personal(
    "teaching, and showing learners how far they are", "public task", "life of the account"
)
_CERTIFYING: Final = "certifying what a learner passed, so that others can check it"

ENROLMENTS: Final = Table(
    "enrolments",
    METADATA,
    Column("enrolment_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("subject", Text, nullable=False, info=_LEARNING),
    Column("course_id", _ID, nullable=False),
    Column("course_version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("enrolled_at", _MOMENT, nullable=False),
    Column("completed_at", _MOMENT),
    Index(
        "enrolments_open",
        "subject",
        "course_id",
        unique=True,
        postgresql_where=text("status = 'OPEN'"),
    ),
    Index("enrolments_of_subject", "subject", text("enrolled_at DESC"), text("enrolment_id DESC")),
)

ATTEMPTS: Final = Table(
    "attempts",
    METADATA,
    Column("attempt_id", _ID, primary_key=True),
    Column(
        "enrolment_id",
        _ID,
        ForeignKey("enrolments.enrolment_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("module_id", _ID, nullable=False),
    Column("number", Integer, nullable=False),
    Column("drawn", JSONB, nullable=False),
    Column("started_at", _MOMENT, nullable=False),
    Column("due_at", _MOMENT, info=_LEARNING),
    Column("submitted_at", _MOMENT),
    Column("answers", JSONB, nullable=False, info=_LEARNING),
    Column("right_ids", ARRAY(Text), nullable=False, info=_LEARNING),
    Column("passed", Boolean, nullable=False, info=_LEARNING),
    Column("stated_at", _MOMENT),
    UniqueConstraint("enrolment_id", "module_id", "number", name="attempts_number"),
    Index(
        "attempts_due",
        "due_at",
        postgresql_where=text("submitted_at IS NULL AND due_at IS NOT NULL"),
    ),
    Index(
        "attempts_unstated",
        "enrolment_id",
        postgresql_where=text("submitted_at IS NOT NULL AND stated_at IS NULL"),
    ),
)

CERTIFICATES: Final = Table(
    "certificates",
    METADATA,
    Column("certificate_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("enrolment_id", _ID, nullable=False),
    Column(
        "subject",
        Text,
        nullable=False,
        index=True,
        info=personal(_CERTIFYING, "public task", "life of the account, then a pseudonym"),
    ),
    Column("recipient_id", _ID, nullable=False),
    Column(
        "name",
        Text,
        nullable=False,
        info=personal(_CERTIFYING, "public task", "life of the account, then empty"),
    ),
    Column("course_id", _ID, nullable=False),
    Column("course_version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("issued_at", _MOMENT, nullable=False),
    Column("valid_until", _MOMENT, nullable=False),
    Column("list_id", _ID, nullable=False),
    Column("status_index", Integer, nullable=False),
    Column(
        "credential",
        Text,
        nullable=False,
        info=personal(
            _CERTIFYING, "public task", "life of the account, then signed anew without the name"
        ),
    ),
    Column("revoked_at", _MOMENT),
    Column(
        "revocation_reason",
        Text,
        nullable=False,
        info=personal(_CERTIFYING, "public task", "life of the account, then empty"),
    ),
    Column("replaces", _ID),
    Index(
        "certificates_standing",
        "enrolment_id",
        unique=True,
        postgresql_where=text("revoked_at IS NULL"),
    ),
    Index("certificates_of_enrolment", "enrolment_id"),
    Index(
        "certificates_replaces",
        "replaces",
        unique=True,
        postgresql_where=text("replaces IS NOT NULL"),
    ),
)

STATUS_LISTS: Final = Table(
    "status_lists",
    METADATA,
    Column("list_id", _ID, primary_key=True),
    Column("taken", Integer, nullable=False),
    Column("begun_at", _MOMENT, nullable=False, server_default=text("clock_timestamp()")),
)

STATUS_ENTRIES: Final = Table(
    "status_entries",
    METADATA,
    Column("list_id", _ID, ForeignKey("status_lists.list_id"), primary_key=True),
    Column("status_index", Integer, primary_key=True),
    Column("revoked", Boolean, nullable=False),
    Index("status_entries_revoked", "list_id", postgresql_where=text("revoked")),
)
