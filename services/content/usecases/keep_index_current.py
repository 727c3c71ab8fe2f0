"""Build the indexes anew when they were built with older synonyms, or by an older definition."""

from dataclasses import dataclass

from services.content.domain.errors import SearchUnavailable
from services.content.usecases.ports import Index, UnitOfWork
from services.content.usecases.rebuild_index import RebuildIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepIndexCurrent:
    """Look whether the indexes are outdated, and build them anew, one process at a time."""

    index: Index
    rebuild_index: RebuildIndex
    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many documents were indexed; 0 if nothing was to be done, or not by us.

        An engine that is away is looked at again the next time: it is counted and logged where it
        is asked.
        """
        try:
            if not self.index.outdated():
                return 0
            with self.unit_of_work() as tx:
                alone = tx.synonyms.builds_alone()
                return self.rebuild_index() if alone and self.index.outdated() else 0
        except SearchUnavailable:
            return 0
