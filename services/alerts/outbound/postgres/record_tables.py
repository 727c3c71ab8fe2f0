"""The tables of what went out, what came in as CAP, and the public log."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import APPEND_ONLY
from services.alerts.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)

ISSUED_MESSAGES: Final = Table(
    "issued_messages",
    METADATA,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("identifier", Text, nullable=False, unique=True),
    Column("alert_id", UUID(as_uuid=True), nullable=False),
    Column("thread_id", UUID(as_uuid=True), nullable=False),
    Column("notice", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("sent", _MOMENT, nullable=False),
    Column("code", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Index("issued_messages_of_thread", "thread_id", "number"),
    Index("issued_messages_of_alert", "alert_id", "number"),
    Index(
        "issued_messages_by_code", "code", unique=True, postgresql_where=text("notice = 'ISSUED'")
    ),
    Index("issued_messages_public", "number", postgresql_where=text("document <> ''")),
    comment=APPEND_ONLY,
)

CAP_IMPORTS: Final = Table(
    "cap_imports",
    METADATA,
    Column("sender", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("sent", _MOMENT, nullable=False),
    Column("msg_type", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("restriction", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("alert_id", UUID(as_uuid=True), nullable=False, unique=True),
    Column("thread_id", UUID(as_uuid=True), nullable=False),
    Column("about", UUID(as_uuid=True)),
    Column("received_at", _MOMENT, nullable=False, server_default=func.clock_timestamp()),
    Index("cap_imports_about", "about", postgresql_where=text("about IS NOT NULL")),
)

LOG_ENTRIES: Final = Table(
    "log_entries",
    METADATA,
    Column("index", BigInteger, primary_key=True),
    Column("identifier", Text, nullable=False, unique=True),
    comment=APPEND_ONLY,
)

LOG_NODES: Final = Table(
    "log_nodes",
    METADATA,
    Column("level", SmallInteger, primary_key=True),
    Column("place", BigInteger, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    comment=APPEND_ONLY,
)

LOG_HEADS: Final = Table(
    "log_heads",
    METADATA,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("signed_at", _MOMENT, nullable=False),
    Column("audit_hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    comment=APPEND_ONLY,
)
