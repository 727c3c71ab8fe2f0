"""List the synonyms."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.content.domain.synonyms import Synonyms
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSynonyms:
    """Return what stands on record."""

    unit_of_work: UnitOfWork

    def __call__(self) -> Sequence[Synonyms]:
        """Return the synonyms of every language."""
        with self.unit_of_work() as tx:
            return tx.synonyms.all()
