"""The first person's word that a cordon runs elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.cordon import Cordon, Line, see_that_it_stands
from services.alerts.usecases.cordon_reading import get_cordon, see_that_it_fits
from services.alerts.usecases.counting import counted
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCordon:
    """Take one person's word; the line stays where it is until a second one confirms it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, cordon_id: UUID, expected_version: int, line: Line
    ) -> Cordon:
        """Return the cordon with what waits.

        Raises:
            Invalid: a part of the line is wrong; each is named.
            CordonNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it is not live, or its thread is over.
            NothingChanged: it runs so already.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            if wrong := line.violations(now):
                raise Invalid(*wrong)
            cordon, alert = get_cordon(tx, caller, cordon_id, expected_version=expected_version)
            see_that_it_stands(alert)
            moved = cordon.move(line, by=caller.person, at=now)
            see_that_it_fits(tx, moved)
            tx.cordons.save(moved)
            tx.audit.record(
                caller,
                "alerts:move-cordon",
                str(alert.alert_id),
                moved.change_digest,
                cordon_id=str(cordon_id),
                place=line.place,
                authority_reference=line.authority_reference,
            )
            tx.outbox.add(counted(caller, "alerts.cordon-move-proposed", alert, now))
        return moved
