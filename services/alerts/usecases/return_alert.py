"""Send an alert back to those who write it."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.welsh_confirming import see_that_it_is_theirs_to_return
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnAlert:
    """Refuse a submitted alert for a reason that its writers read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, why: str
    ) -> Alert:
        """Return the alert that went back.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            NoWelshToJudge: they approve Welsh alone, and it has none and needs none.
            IllegalTransition: it is not awaiting approval.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            see_that_it_is_theirs_to_return(alert, caller)
            returned = alert.return_(by=caller.person, why=why, at=self.clock.now())
            tx.alerts.save(returned)
            tx.audit.record(caller, "alerts:return", str(alert_id), returned.digest, why=why)
        return returned
