"""Show what members report, by area."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.answer import thread_of
from services.alerts.domain.disclosure import LEAST
from services.alerts.domain.situation import CURRENT, Sighting, shown
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSituation:
    """Return what is reported now: the first report to duty officers, else what five say."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, alert_id: UUID) -> tuple[Sequence[Sighting], bool]:
        """Return the picture by area and kind, and whether nothing is left out.

        Raises:
            AlertNotFound: there is none that the caller may know of.
        """
        exact, since = caller.may("alerts:assist"), self.clock.now() - CURRENT
        with self.unit_of_work() as tx:
            thread_id = thread_of(get_readable(tx.alerts, caller, alert_id))
            found = tx.situations.sightings(thread_id, since)
            return shown(found, exact=exact, least=LEAST), exact
