"""Give up what waits about a cordon."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.cordon import Cordon
from services.alerts.usecases.cordon_reading import get_cordon
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class DropCordonChange:
    """Give it up on one person's word: the line stays where it is."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, cordon_id: UUID, expected_version: int, why: str
    ) -> Cordon:
        """Return the cordon without it.

        Raises:
            CordonNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: nothing waits.
        """
        with self.unit_of_work() as tx:
            cordon, alert = get_cordon(tx, caller, cordon_id, expected_version=expected_version)
            dropped = cordon.drop_change()
            tx.cordons.save(dropped)
            tx.audit.record(
                caller,
                "alerts:drop-cordon-change",
                str(alert.alert_id),
                cordon.change_digest,
                cordon_id=str(cordon_id),
                why=why,
            )
            now = self.clock.now()
            tx.outbox.add(counted(caller, "alerts.cordon-change-dropped", alert, now))
        return dropped
