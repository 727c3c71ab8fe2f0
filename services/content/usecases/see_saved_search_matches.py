"""Note that somebody has seen what matches a saved search."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeSavedSearchMatches:
    """Count the matches of a saved search as seen."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, saved_search_id: UUID) -> None:
        """Note it.

        Raises:
            SavedSearchNotFound: there is none of the caller's.
        """
        with self.unit_of_work() as tx:
            saved = tx.saved_searches.get(saved_search_id, owner=caller.person, lock=True)
            tx.saved_searches.see(saved.saved_search_id)
