"""The tables of content."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Computed,
    Date,
    DateTime,
    Index,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TextClause,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR, UUID

from chassis.postgres.tables import personal

METADATA: Final = MetaData()
_MOMENT: Final = DateTime(timezone=True)
WORDS: Final = " || ".join(
    f"setweight(CASE WHEN language = 'cy' THEN to_tsvector('simple'::regconfig, unmarked({words}))"
    f" ELSE to_tsvector('english'::regconfig, {words}) END, '{weight}')"
    for words, weight in (
        ("title", "A"),
        ("joined_words(tags)", "A"),
        ("summary", "B"),
        ("body || ' ' || COALESCE(video ->> 'transcript', '')", "C"),
    )
)

EDITING: Final = personal(
    "accountability of who published what",
    "public task",
    "7 years; of what is out, as long as it is; pseudonym on erasure",
)


def _stands_with(column: str) -> TextClause:
    return text(f"status = 'PUBLISHED' AND {column} IS NOT NULL")


DOCUMENTS: Final = Table(
    "documents",
    METADATA,
    Column("document_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("tlp", Text, nullable=False),
    Column("minimum_tier", SmallInteger, nullable=False),
    Column("closed_group", Text),
    Column(
        "named_subjects",
        ARRAY(Text),
        nullable=False,
        info=personal(
            "showing a TLP:RED document to those it names",
            "public task",
            "7 years; of what is out, as long as it is",
        ),
    ),
    Column("compartment", Text),
    Column("sectors", ARRAY(Text), nullable=False),
    Column("regions", ARRAY(Text), nullable=False),
    Column("sources", ARRAY(Text), nullable=False),
    Column("translation_of", UUID(as_uuid=True)),
    Column("published_at", _MOMENT, nullable=False),
    Column("changed_at", _MOMENT, nullable=False),
    Column("changed_by", Text, nullable=False, info=EDITING),
    Column("words", TSVECTOR, Computed(WORDS, persisted=True), nullable=False),
    Column("catalogue_id", UUID(as_uuid=True)),
    Column("partner_item_id", Text),
    Column("partner_name", Text),
    Column("partner_account", Text),
    Column("partner_url", Text),
    Column("tags", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("teaser", Text, nullable=False, server_default=text("''")),
    Column("video", JSONB(none_as_null=True)),
    Column("owner", Text, info=EDITING),
    Column("review_on", Date),
    Column("material_version", BigInteger, nullable=False, server_default=text("1")),
    Column("material_changed_at", _MOMENT, nullable=False, server_default=func.clock_timestamp()),
    Column("material_note", Text, nullable=False, server_default=text("''")),
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("approved_by", Text, info=EDITING),
    Column("withdraw_at", _MOMENT),
    Column("withdraw_because", Text, nullable=False, server_default=text("''")),
    Column("receipt", Text, nullable=False, server_default=text("'NONE'")),
    Index("documents_newest_first", text("published_at DESC"), text("document_id DESC")),
    Index(
        "documents_materially_newest", text("material_changed_at DESC"), text("document_id DESC")
    ),
    Index("documents_translations", "translation_of"),
    Index("documents_of_catalogue", "catalogue_id", "partner_item_id", unique=True),
    Index("documents_words", "words", postgresql_using="gin"),
    Index("documents_review", "review_on", postgresql_where=_stands_with("review_on")),
    Index("documents_going", "withdraw_at", postgresql_where=_stands_with("withdraw_at")),
)
