"""The tables that every service's database has: what the plumbing keeps.

Columns of personal data carry purpose, basis and retention in `info` (rules of privacy).
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID


def personal(purpose: str, basis: str, retention: str) -> dict[str, Any]:
    """Return the classification of a column that holds personal data."""
    return {"personal": {"purpose": purpose, "basis": basis, "retention": retention}}


METADATA: Final = MetaData()

_MOMENT: Final = DateTime(timezone=True)
_NOW: Final = func.clock_timestamp()

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("event_id", UUID(as_uuid=True), primary_key=True),
    Column("subject", Text, nullable=False),
    Column("aggregate_id", Text, nullable=False),
    Column("aggregate_version", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("occurred_at", _MOMENT, nullable=False),
    Column("traceparent", Text, nullable=False, server_default=""),
    Column("created_at", _MOMENT, nullable=False, server_default=_NOW),
    Column("sent_at", _MOMENT),
    Index("outbox_unsent", "created_at", postgresql_where=text("sent_at IS NULL")),
    Index("outbox_sent", "sent_at", postgresql_where=text("sent_at IS NOT NULL")),
)

AUDIT_LOG: Final = Table(
    "audit_log",
    METADATA,
    Column("entry_id", UUID(as_uuid=True), primary_key=True),
    Column("at", _MOMENT, nullable=False),
    Column(
        "actor",
        Text,
        nullable=False,
        info=personal("accountability of decisions", "public task", "7 years, as a pseudonym"),
    ),
    Column("action", Text, nullable=False),
    Column("resource", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("detail", JSONB, nullable=False),
    Index("audit_log_at", "at", "entry_id"),
    Index("audit_log_actor", "actor", "at"),
    Index("audit_log_resource", "resource", "at"),
)

AUDIT_SEALS: Final = Table(
    "audit_seals",
    METADATA,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("entry_id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("hash", LargeBinary, nullable=False),
    Column("sealed_at", _MOMENT, nullable=False, server_default=_NOW),
)

AUDIT_CUTS: Final = Table(
    "audit_cuts",
    METADATA,
    # Of the last seal that went.
    Column("number", BigInteger, primary_key=True),
    Column("head", LargeBinary, nullable=False),
    Column("gone", BigInteger, nullable=False),
    # The row of the log that says so, sealed like any other.
    Column("entry_id", UUID(as_uuid=True), nullable=False),
    Column("cut_at", _MOMENT, nullable=False, server_default=_NOW),
)
"""Where the oldest rows were cut off, with the hash at which the rest begins (docs/adr/0122)."""

AUDIT_NAMES: Final = Table(
    "audit_names",
    METADATA,
    Column("name", Text, primary_key=True),
    Column(
        "subject",
        Text,
        nullable=False,
        info=personal("knowing who took a decision", "public task", "life of the account"),
    ),
    Column("salt", LargeBinary),
    Index("audit_names_subject", "subject"),
    Index("audit_names_salted", "subject", unique=True, postgresql_where=text("salt IS NOT NULL")),
)
"""By which name the audit log knows whom; without a salt are names from before docs/adr/0078."""

IDEMPOTENCY_KEYS: Final = Table(
    "idempotency_keys",
    METADATA,
    Column(
        "subject",
        Text,
        primary_key=True,
        info=personal("doing a repeated request once", "public task", "24 hours"),
    ),
    Column("rpc", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body_digest", LargeBinary, nullable=False),
    Column("resource_id", Text, nullable=False),
    Column("created_at", _MOMENT, nullable=False, server_default=_NOW, index=True),
)

PRINCIPALS: Final = Table(
    "principals",
    METADATA,
    Column(
        "subject",
        Text,
        primary_key=True,
        info=personal("deciding what a person may do now", "public task", "life of the account"),
    ),
    Column("tier", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("regions", ARRAY(Text), nullable=False),
    Column("sectors", ARRAY(Text), nullable=False),
    Column("closed_groups", ARRAY(Text), nullable=False),
    Column("organisation_id", Text),
    # NULL until somebody says it: such a row is kept once more at the same version.
    Column("organisation_admin", Boolean),
    Column("standing", Text, nullable=False),
    Column("valid_after", _MOMENT),
    Column("rights_version", BigInteger, nullable=False),
    Column("changed_at", _MOMENT, nullable=False, server_default=_NOW),
)

DEAD_LETTERS: Final = Table(
    "dead_letters",
    METADATA,
    Column("durable", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("why", Text, nullable=False),
    Column("parked_at", _MOMENT, nullable=False, server_default=_NOW),
)

APP_MAY_ONLY_INSERT: Final = ("audit_log", "audit_seals")
"""The application's role reads and inserts these, and can neither change nor delete."""

APP_MAY_ONLY_READ: Final = ("audit_cuts",)
"""Its rows are written by `cut_audit_log` alone, which is the owner's."""

APP_MAY_CALL: Final = ("cut_audit_log(bigint)",)
"""Functions that run as the owner, and that nobody else may call."""

APP_MAY_NOT_UPDATE: Final = ("audit_names",)
"""A name is given and destroyed; nobody gets another's."""

APPEND_ONLY: Final = "append-only"
"""The comment by which a service's migration says the same of a table of its own."""

NEVER_CHANGED: Final = "never changed"
"""Likewise of a table whose rows are added and deleted, and never changed."""
