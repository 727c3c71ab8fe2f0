"""Read what was proposed about threat levels, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from services.alerts.domain.threat_change import ChangeStatus, ThreatLevelChange
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListThreatLevelChanges:
    """Return changes with who did what, newest first, for those who propose or approve."""

    unit_of_work: UnitOfWork

    def __call__(
        self, *, statuses: frozenset[ChangeStatus], after: Place | None, size: int
    ) -> tuple[Sequence[ThreatLevelChange], Place | None]:
        """Return a page, and where the next one begins. No status means all of them."""
        wanted = statuses or frozenset(ChangeStatus)
        with self.unit_of_work() as tx:
            found = tx.threat_levels.page(wanted, after=after, size=size + 1)
        page = found[:size]
        if len(found) <= size:
            return page, None
        return page, Place(page[-1].proposed.at, page[-1].change_id)
