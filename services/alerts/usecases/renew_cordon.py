"""Say that a cordon still runs where it does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.cordon import Cordon, due_violations, see_that_it_stands
from services.alerts.domain.events import CordonChanged
from services.alerts.usecases.cordon_reading import get_cordon
from services.alerts.usecases.counting import counted
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewCordon:
    """Take its holder's word, which moves nothing, and the time of the next one."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, cordon_id: UUID, expected_version: int, due: datetime
    ) -> Cordon:
        """Return the cordon; its event follows from the outbox.

        Raises:
            Invalid: the time is not later than now, or more than a day ahead.
            CordonNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is not live, or its thread is over.
            CordonHeldByAnother: the caller does not hold it.
            IssuingFrozen: two people stopped all issuing; readers see that its update is overdue.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            if wrong := due_violations(due, now):
                raise Invalid(*wrong)
            cordon, alert = get_cordon(tx, caller, cordon_id, expected_version=expected_version)
            see_that_it_stands(alert)
            see_that_issuing_is_open(tx)
            renewed = cordon.renew(by=caller.person, due=due, at=now)
            tx.cordons.save(renewed)
            tx.audit.record(
                caller,
                "alerts:renew-cordon",
                str(alert.alert_id),
                cordon_id=str(cordon_id),
                next_update_due=due.isoformat(),
            )
            used = counted(caller, "alerts.cordon-renewed", alert, now)
            tx.outbox.add(CordonChanged(renewed, alert), used)
        return renewed
