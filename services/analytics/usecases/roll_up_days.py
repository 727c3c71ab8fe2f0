"""Roll days up: what is asked for is never counted while somebody waits."""

from dataclasses import dataclass
from typing import Final

from services.analytics.usecases.ports import UnitOfWork

AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUpDays:
    """Count every day anew to which events came."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many metrics' days were counted; each is a transaction of its own."""
        done = 0
        while True:
            with self.unit_of_work() as tx:
                found = tx.tallies.stale(most=AT_ONCE)
            for each in found:
                with self.unit_of_work() as tx:
                    tx.tallies.roll_up(each)
            done += len(found)
            if len(found) < AT_ONCE:
                return done
