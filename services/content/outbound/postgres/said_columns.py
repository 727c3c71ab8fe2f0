"""The columns of what a document, a version of it or a draft says: the same in each table."""

from typing import Any, Final

from sqlalchemy import Column, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from chassis.postgres.tables import personal

NAMED: Final = personal(
    "showing a TLP:RED document to those it names",
    "public task",
    "7 years; of what is out, as long as it is",
)


def said_columns() -> list[Column[Any]]:
    """Return new columns, in the order of `document_rows.content_row`."""
    return [
        Column("kind", Text, nullable=False),
        Column("title", Text, nullable=False),
        Column("summary", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("language", Text, nullable=False),
        Column("tlp", Text, nullable=False),
        Column("minimum_tier", SmallInteger, nullable=False),
        Column("closed_group", Text),
        Column("named_subjects", ARRAY(Text), nullable=False, info=NAMED),
        Column("sectors", ARRAY(Text), nullable=False),
        Column("regions", ARRAY(Text), nullable=False),
        Column("sources", ARRAY(Text), nullable=False),
        Column("translation_of", UUID(as_uuid=True)),
        Column("tags", ARRAY(Text), nullable=False),
        Column("teaser", Text, nullable=False),
        Column("video", JSONB(none_as_null=True)),
        Column("receipt", Text, nullable=False, server_default=text("'NONE'")),
    ]
