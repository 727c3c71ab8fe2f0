"""Show the calls for help that are not closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.help import Staffing
from services.alerts.usecases.help_seen import SeenRequest, seen
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHelpRequests:
    """Return the calls, oldest first, and who is at which queue."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[SeenRequest], Place | None, Sequence[Staffing]]:
        """Return a page, where the next one begins, and the shifts under way."""
        with self.unit_of_work() as tx:
            found = tx.help.page(after=after, size=size + 1)
            shown, more = found[:size], len(found) > size
            last = shown[-1] if shown else None
            following = Place(last.asked_at, last.help_id) if last and more else None
            calls = [seen(tx, caller, each) for each in shown]
            return calls, following, tx.help.staffed(self.clock.now())
