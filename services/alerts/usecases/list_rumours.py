"""Read the rumour board."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from services.alerts.domain.rumour import Rumour
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRumours:
    """Return what was ever published, as what it is by now."""

    unit_of_work: UnitOfWork

    def __call__(self, *, after: Place | None, size: int) -> tuple[Sequence[Rumour], Place | None]:
        """Return a page, newest first, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.rumours.board(after=after, size=size + 1)
        page = found[:size]
        last = page[-1].published if page else None
        if len(found) <= size or last is None:
            return page, None
        return page, Place(last.at, page[-1].rumour_id)
