"""Delete a saved search."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteSavedSearch:
    """Forget a saved search and its matches."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, saved_search_id: UUID, expected_version: int) -> None:
        """Delete it.

        Raises:
            SavedSearchNotFound: there is none of the caller's.
            StaleVersion: it changed since it was read.
        """
        with self.unit_of_work() as tx:
            saved = tx.saved_searches.get(saved_search_id, owner=caller.person, lock=True)
            if saved.version != expected_version:
                raise StaleVersion("The saved search changed since you read it.")
            tx.saved_searches.remove(saved_search_id)
