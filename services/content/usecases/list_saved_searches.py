"""List somebody's saved searches."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.content.domain.saved_search import SavedSearch
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSavedSearches:
    """Return the caller's, each with how many matches they may read and have not seen."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[tuple[SavedSearch, int]]:
        """Return them, by name."""
        with self.unit_of_work() as tx:
            saved = tx.saved_searches.of(caller.person)
            unseen = tx.saved_searches.unseen(caller.person)
            every = sorted({each for some in unseen.values() for each in some}, key=str)
            there = tx.documents.of_ids(every)
        readable = {each.document_id for each in there if each.readable_by(caller)}
        return [
            (each, len(readable.intersection(unseen.get(each.saved_search_id, ()))))
            for each in saved
        ]
