"""Keep a search."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.saved_search import (
    MOST_SAVED,
    SavedSearch,
    TooManySavedSearches,
    criteria_violations,
)
from services.content.domain.search import Query
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSearch:
    """Let somebody keep a search of their own."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, name: str, query: Query, key: RequestKey
    ) -> SavedSearch:
        """Return it as it is kept.

        Raises:
            Invalid: it looks for nothing.
            TooManySavedSearches: they have 50.
            IdempotencyKeyReused: the key came with another body.
        """
        if wrong := criteria_violations(query):
            raise Invalid(*wrong)
        now = self.clock.now()
        saved = SavedSearch(
            saved_search_id=self.ids.new(),
            version=1,
            owner=caller.person,
            name=name,
            query=query,
            saved_at=now,
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(saved.saved_search_id))
            if earlier is not None:
                return tx.saved_searches.get(UUID(earlier), owner=caller.person)
            if len(tx.saved_searches.of(caller.person)) >= MOST_SAVED:
                raise TooManySavedSearches(f"You have {MOST_SAVED} saved searches.")
            tx.saved_searches.add(saved)
            tx.outbox.add(Used(caller=caller, metric="content.saved-search", at=now))
        return saved
