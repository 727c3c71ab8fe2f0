"""Hand a cordon over at the change of a shift."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.cordon import Cordon, see_that_it_stands
from services.alerts.usecases.cordon_reading import get_cordon
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCordon:
    """Let whoever comes on shift keep it up to date; readers see no difference."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, cordon_id: UUID, expected_version: int, note: str
    ) -> Cordon:
        """Return the cordon with its new holder.

        Raises:
            CordonNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is not live, or its thread is over.
            NothingChanged: the caller holds it already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            cordon, alert = get_cordon(tx, caller, cordon_id, expected_version=expected_version)
            see_that_it_stands(alert)
            taken = cordon.take(by=caller.person, note=note, at=now)
            tx.cordons.save(taken)
            tx.audit.record(
                caller,
                "alerts:take-cordon",
                str(alert.alert_id),
                cordon_id=str(cordon_id),
                why=note,
            )
            tx.outbox.add(counted(caller, "alerts.cordon-taken", alert, now))
        return taken
