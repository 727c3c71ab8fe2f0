"""Synonyms in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from services.content.domain.document import LANGUAGES
from services.content.domain.synonyms import Synonyms
from services.content.outbound.postgres.synonym_tables import SYNONYMS

_C: Final = SYNONYMS.c
_BUILDER_LOCK: Final = "content:index-builder"
"""The advisory lock that only one builder of indexes holds."""


@dataclass(frozen=True, slots=True)
class PostgresSynonyms:
    """The synonyms on one transaction; a language without a row has what a new platform has."""

    connection: Connection

    def get(self, language: str) -> Synonyms:
        """Return the synonyms of a language of ours."""
        query = select(SYNONYMS).where(_C.language == language)
        row = self.connection.execute(query).one_or_none()
        return _synonyms(row) if row else Synonyms.first(language)

    def all(self) -> Sequence[Synonyms]:
        """Return the synonyms of every language."""
        return [self.get(language) for language in LANGUAGES]

    def save(self, synonyms: Synonyms) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        row = _row(synonyms)
        kept = self.connection.scalar(
            insert(SYNONYMS)
            .values(row)
            .on_conflict_do_update(
                index_elements=[_C.language],
                set_=row,
                where=_C.version == synonyms.version - 1,
            )
            .returning(_C.version)
        )
        if kept is None:
            raise StaleVersion("The synonyms changed meanwhile: read them again.")

    def changed_by(self, subject: str) -> Sequence[Synonyms]:
        """Return those whose present version a person made."""
        query = select(SYNONYMS).where(_C.changed_by == subject).order_by(_C.language)
        return [_synonyms(row) for row in self.connection.execute(query)]

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place."""
        return self.connection.execute(
            update(SYNONYMS).where(_C.changed_by == subject).values(changed_by=pseudonym)
        ).rowcount

    def builds_alone(self) -> bool:
        """Tell whether no other process builds indexes; none begins until this transaction ends."""
        key = func.hashtextextended(_BUILDER_LOCK, 0)
        return bool(self.connection.scalar(select(func.pg_try_advisory_xact_lock(key))))


def _row(synonyms: Synonyms) -> dict[str, Any]:
    return {
        "language": synonyms.language,
        "version": synonyms.version,
        "groups": [list(group) for group in synonyms.groups],
        "changed_at": synonyms.changed_at,
        "changed_by": synonyms.changed_by,
    }


def _synonyms(row: Row[Any]) -> Synonyms:
    return Synonyms(
        language=row.language,
        version=row.version,
        groups=tuple(tuple(group) for group in row.groups),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )
