"""Give identity's sign of life."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.identity.domain.events import Heartbeat
from services.identity.domain.passkey import PasskeyKey
from services.identity.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """Send a heartbeat the way that changes of rights go: through the outbox.

    Who hears it knows that the changes before it arrived as well.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    keys: tuple[PasskeyKey, ...] = ()

    def __call__(self) -> None:
        """Put one heartbeat into the outbox."""
        with self.unit_of_work() as tx:
            tx.outbox.add(Heartbeat(self.clock.now(), self.keys))
