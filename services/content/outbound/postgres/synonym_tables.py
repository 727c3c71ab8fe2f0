"""The table of synonyms: a row for each language that an editor changed."""

from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from chassis.postgres.tables import personal
from services.content.outbound.postgres.tables import METADATA

SYNONYMS: Final = Table(
    "synonyms",
    METADATA,
    Column("language", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("groups", JSONB, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column(
        "changed_by",
        Text,
        nullable=False,
        info=personal(
            "accountability of who published what",
            "public task",
            "7 years; of what is out, as long as it is; pseudonym on erasure",
        ),
    ),
)
