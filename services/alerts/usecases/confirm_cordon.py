"""Set, move or lift a cordon on a second person's word."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.cordon import Cordon, see_that_it_stands
from services.alerts.domain.events import CordonChanged
from services.alerts.usecases.cordon_reading import get_cordon
from services.alerts.usecases.counting import counted
from services.alerts.usecases.issuing import see_that_issuing_is_open
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmCordon:
    """Let a second person do exactly what they read."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, cordon_id: UUID, read: bytes) -> Cordon:
        """Return the cordon as it stands from now on; its event follows from the outbox.

        Raises:
            IssuingFrozen: two people stopped all issuing.
            CordonNotFound: there is none that the caller may know of.
            IllegalTransition: nothing waits, or the thread is over.
            SelfApproval: the caller proposed it.
            VersionChanged: the digest is not that of what waits.
            UpdateDuePassed: the next update would be due already.
        """
        with self.unit_of_work() as tx:
            see_that_issuing_is_open(tx)
            now = self.clock.now()
            cordon, alert = get_cordon(tx, caller, cordon_id)
            see_that_it_stands(alert)
            done = cordon.confirm(by=caller.person, read=read, at=now)
            tx.cordons.save(done)
            kind = cordon.change.kind.value if cordon.change else ""
            tx.audit.record(
                caller,
                "alerts:confirm-cordon",
                str(alert.alert_id),
                cordon.change_digest,
                cordon_id=str(cordon_id),
                kind=kind,
            )
            used = counted(caller, "alerts.cordon-changed", alert, now, detail=kind)
            tx.outbox.add(CordonChanged(done, alert), used)
        return done
