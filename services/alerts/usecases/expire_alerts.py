"""End the alerts whose time has come."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.events import AlertEnded
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.putting_off import PutOff

MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireAlerts:
    """Run by the clock; several may run at once.

    Each alert ends by a transaction of its own: one that cannot be ended is put off and said, and
    the others end.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    put_off: PutOff

    def __call__(self) -> int:
        """Return how many alerts expired, a hundred at most."""
        expired = 0
        for _ in range(MOST):
            done = self._one()
            if done is None:
                break
            expired += done
        return expired

    def _one(self) -> int | None:
        """End one; return None if there is none to end now, and 0 if it could not be ended."""
        now, passed_over = self.clock.now(), self.put_off.now()
        with self.put_off.one() as held, self.unit_of_work() as tx:
            held.which = tx.alerts.next_due(now, but=passed_over)
            if held.which is None:
                return None
            expired = tx.alerts.get(held.which).expire(at=now)
            tx.alerts.save(expired)
            tx.dispatches.add(Dispatch.of(expired, at=now))
            tx.messages.record(expired)
            tx.audit.record(ANONYMOUS, "alerts:expire", str(held.which), expired.digest)
            tx.outbox.add(AlertEnded(expired))
            return 1
        return 0
