"""Switch on or off that one's readings are kept."""

from dataclasses import dataclass

from kernel.principals import Principal
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepReadings:
    """Let somebody decide whether it is kept what they read."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, keep: bool) -> None:
        """Keep their word; switched off, what was kept goes at once."""
        with self.unit_of_work() as tx:
            tx.readings.switch(caller.person, off=not keep)
            if not keep:
                tx.readings.clear(caller.person)
