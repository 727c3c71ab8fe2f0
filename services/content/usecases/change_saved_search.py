"""Change a saved search."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, StaleVersion
from kernel.principals import Principal
from services.content.domain.saved_search import SavedSearch, criteria_violations
from services.content.domain.search import Query
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSavedSearch:
    """Put the next version in a saved search's place."""

    unit_of_work: UnitOfWork

    def __call__(
        self,
        caller: Principal,
        *,
        saved_search_id: UUID,
        expected_version: int,
        name: str,
        query: Query,
    ) -> SavedSearch:
        """Return it as it is now.

        Raises:
            Invalid: it looks for nothing.
            SavedSearchNotFound: there is none of the caller's.
            StaleVersion: it changed since it was read.
        """
        if wrong := criteria_violations(query):
            raise Invalid(*wrong)
        with self.unit_of_work() as tx:
            saved = tx.saved_searches.get(saved_search_id, owner=caller.person, lock=True)
            if saved.version != expected_version:
                raise StaleVersion("The saved search changed since you read it.")
            changed = saved.changed(name=name, query=query)
            tx.saved_searches.save(changed)
        return changed
