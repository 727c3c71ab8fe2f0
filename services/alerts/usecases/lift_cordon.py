"""The first person's word that a cordon is lifted."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.cordon import Cordon, see_that_it_stands
from services.alerts.usecases.cordon_reading import get_cordon
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftCordon:
    """Take one person's word; people stay out until a second one confirms it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        cordon_id: UUID,
        expected_version: int,
        authority_reference: str,
    ) -> Cordon:
        """Return the cordon with what waits.

        Raises:
            CordonNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is not live, or its thread is over.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            cordon, alert = get_cordon(tx, caller, cordon_id, expected_version=expected_version)
            see_that_it_stands(alert)
            waits = cordon.lift(by=caller.person, authority_reference=authority_reference, at=now)
            tx.cordons.save(waits)
            tx.audit.record(
                caller,
                "alerts:lift-cordon",
                str(alert.alert_id),
                waits.change_digest,
                cordon_id=str(cordon_id),
                authority_reference=authority_reference,
            )
            tx.outbox.add(counted(caller, "alerts.cordon-lift-proposed", alert, now))
        return waits
