"""Send an alert back to those who write it."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.welsh_confirming import see_that_it_is_theirs_to_return
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version
from services.alerts.usecases.regional import capacity_in, see_that_a_regions, see_that_of_region


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAlert:
    """Refuse a submitted alert for a reason that its writers read."""

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
        """Return the alert that went back.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            NotOfTheRegion: it is to be done for a region, and is none's of which the caller has
                a seat.
            StaleVersion: it is not the version that the caller read.
            NoWelshToJudge: they approve Welsh alone, and it has none and needs none.
            IllegalTransition: it is not awaiting approval.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            now = self.clock.now()
            see_that_a_regions(alert, for_region=for_region)
            if for_region:
                see_that_of_region(tx, caller, alert.origin, now)
            else:
                see_that_it_is_theirs_to_return(alert, caller)
            returned = alert.return_(by=caller.person, why=why, at=now)
            tx.alerts.save(returned)
            said = {"why": why} | (capacity_in(alert) if for_region else {})
            tx.audit.record(caller, "alerts:return", str(alert_id), returned.digest, **said)
        return returned
