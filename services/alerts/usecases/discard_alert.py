"""Give an alert up before it was issued."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version
from services.alerts.usecases.regional import capacity_in, see_that_of_region


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardAlert:
    """Give up the version that the caller read; it stays on record."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, why: str
    ) -> Alert:
        """Return the discarded alert.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            NotOfTheRegion: it is a region's, of which the caller has no seat.
            IllegalTransition: it was issued, or is discarded already.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            see_that_of_region(tx, caller, alert.origin, self.clock.now())
            discarded = alert.discard()
            tx.alerts.save(discarded)
            said = {"why": why} | capacity_in(alert)
            tx.audit.record(caller, "alerts:discard", str(alert_id), discarded.digest, **said)
        return discarded
