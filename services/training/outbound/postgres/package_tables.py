"""The tables of packages: what is known of each. The bytes are in the storage."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

from chassis.postgres.tables import personal
from services.training.outbound.postgres.tables import METADATA

_MOMENT: Final = DateTime(timezone=True)
_ID: Final = UUID(as_uuid=True)
_BRINGING: Final = personal(
    "accountability of who brought in and published a course",
    "public task",
    "as long as the account, pseudonym on erasure",
)

PACKAGES: Final = Table(
    "packages",
    METADATA,
    Column("package_id", _ID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("course_id", _ID, nullable=False),
    Column("uploaded_by", Text, nullable=False, info=_BRINGING),
    Column("uploaded_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("kind", Text, nullable=False),
    Column("refusal", Text),
    Column("refused_part", Text, nullable=False),
    Column("structure", JSONB(none_as_null=True)),
    Column("course_version", Integer),
    Column("published_by", Text, info=_BRINGING),
    Column("published_at", _MOMENT),
    Column("withdrawn_by", Text, info=_BRINGING),
    Column("scan_due_at", _MOMENT),
    UniqueConstraint("course_id", "course_version", name="packages_course_version"),
    Index("packages_newest", text("uploaded_at DESC"), text("package_id DESC")),
)

PACKAGE_FILES: Final = Table(
    "package_files",
    METADATA,
    Column(
        "package_id",
        _ID,
        ForeignKey("packages.package_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("path", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
)
