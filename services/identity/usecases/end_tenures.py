"""End the terms whose time is over."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock, Ids
from kernel.principals import ANONYMOUS
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.seating import keep

MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EndTenures:
    """Run by the clock; several may run at once."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return how many seats somebody left."""
        with self.unit_of_work() as tx:
            now = self.clock.now()
            over = tx.seats.lapsing(now, most=MOST)
            for before in over:
                keep(tx, self.ids, before, before.lapsed(now))
                tx.audit.record(ANONYMOUS, "identity:end-term", str(before.seat_id))
        return len(over)
