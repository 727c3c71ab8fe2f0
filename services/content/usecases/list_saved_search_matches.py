"""List what matches a saved search."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.saved_search import MOST_MATCHES_LISTED, SavedSearch, ShownMatch
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSavedSearchMatches:
    """Return what matched and the caller may read now: what rose since then is not there."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, saved_search_id: UUID
    ) -> tuple[SavedSearch, Sequence[ShownMatch]]:
        """Return the saved search and its matches, the latest first.

        Raises:
            SavedSearchNotFound: there is none of the caller's.
        """
        with self.unit_of_work() as tx:
            saved = tx.saved_searches.get(saved_search_id, owner=caller.person)
            matches = tx.saved_searches.matches(saved_search_id)
            there = tx.documents.of_ids([each.document_id for each in matches])
            may = [each for each in there if each.readable_by(caller)]
            readable = {
                each.document_id: each
                for each in without_hidden_originals(tx.documents, caller, may)
            }
        shown = [
            ShownMatch(document=readable[each.document_id], match=each)
            for each in matches
            if each.document_id in readable
        ][:MOST_MATCHES_LISTED]
        self.red_reads.note(caller, listed=[each.document for each in shown])
        return saved, shown
