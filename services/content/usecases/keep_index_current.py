"""Build the indexes anew when they were built with older synonyms, or by an older definition."""

from dataclasses import dataclass

from services.content.domain.errors import RebuildUnderWay, SearchUnavailable
from services.content.usecases.ports import Index
from services.content.usecases.rebuild_index import RebuildIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepIndexCurrent:
    """Look whether the indexes are outdated, and build them anew, one process at a time."""

    index: Index
    rebuild_index: RebuildIndex

    def __call__(self) -> int:
        """Return how many documents were indexed; 0 if nothing was to be done, or not by us.

        An engine that is away is looked at again the next time: it is counted and logged where it
        is asked.
        """
        try:
            return self.rebuild_index(if_outdated=True) if self.index.outdated() else 0
        except (SearchUnavailable, RebuildUnderWay):
            return 0
