"""The tables of engagement."""

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
    text,
)
from sqlalchemy.dialects.postgresql import UUID

from chassis.postgres.tables import personal

METADATA: Final = MetaData()
_MOMENT: Final = DateTime(timezone=True)
_WORDS: Final = personal(
    "answering what a person asked", "public task", "7 years, emptied on erasure of the asker"
)

QUESTIONS: Final = Table(
    "questions",
    METADATA,
    Column("question_id", UUID(as_uuid=True), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False, info=_WORDS),
    Column("region", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column(
        "asker",
        Text,
        nullable=False,
        info=personal(
            "showing a person their own questions", "public task", "7 years, pseudonym on erasure"
        ),
    ),
    Column(
        "holder",
        Text,
        info=personal("one expert answers at a time", "public task", "until it is given back"),
    ),
    Column("said", Integer, nullable=False),
    Column("asked_at", _MOMENT, nullable=False),
    Column("waiting_since", _MOMENT, nullable=False),
    Column("due_at", _MOMENT),
    Column("changed_at", _MOMENT, nullable=False),
    Index(
        "questions_queue",
        text("(NOT urgent)"),
        "waiting_since",
        "question_id",
        postgresql_where=text("status IN ('OPEN', 'CLAIMED')"),
    ),
    Index("questions_of_asker", "asker", text("asked_at DESC"), text("question_id DESC")),
    Index("questions_of_holder", "holder", postgresql_where=text("holder IS NOT NULL")),
)

MESSAGES: Final = Table(
    "messages",
    METADATA,
    Column(
        "question_id",
        UUID(as_uuid=True),
        ForeignKey("questions.question_id"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column(
        "author",
        Text,
        nullable=False,
        info=personal(
            "accountability of who asked and answered what",
            "public task",
            "7 years, pseudonym on erasure",
        ),
    ),
    Column("text", Text, nullable=False, info=_WORDS),
    Column("said_at", _MOMENT, nullable=False),
    Index("messages_of_author", "author"),
)
