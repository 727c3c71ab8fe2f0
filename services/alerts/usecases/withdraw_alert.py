"""End an alert that was issued in error."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version
from services.alerts.usecases.regional import (
    capacity_in,
    see_that_a_regions,
    see_that_of_region,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAlert:
    """End an alert on one person's word, with fixed words that never say that it is safe."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        alert_id: UUID,
        expected_version: int,
        why: str,
        for_region: bool = False,
    ) -> Alert:
        """Return the withdrawn alert; its event follows from the outbox.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            NotOfTheRegion: it is to be done for a region, and is none's of which the caller has
                a seat.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is not issued.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            see_that_a_regions(alert, for_region=for_region)
            if for_region:
                see_that_of_region(tx, caller, alert.origin, now)
            capacity = capacity_in(alert) if for_region else {}
            ended = alert.withdraw(by=caller.person, why=why, at=now)
            tx.alerts.save(ended)
            tx.dispatches.add(Dispatch.of(ended, at=now))
            tx.messages.record(ended)
            said = {"why": why} | capacity
            tx.audit.record(caller, "alerts:withdraw", str(alert_id), ended.digest, **said)
            tx.outbox.add(AlertEnded(ended), counted(caller, "alerts.withdrawn", ended, now))
        return ended
