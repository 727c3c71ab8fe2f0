"""Keep the day on which somebody was last here."""

import threading
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.usecases.ports import UnitOfWork

MOST_KEPT: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeePerson:
    """Note a person once a day: the day alone, so that it cannot be followed what they do.

    Whom this process has noted today it need not note again.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _noted: dict[str, date] = field(default_factory=dict, repr=False)

    def __call__(self, caller: Principal) -> None:
        """Note the caller if they were not yet noted today."""
        subject, today = caller.person, self.clock.now().date()
        with self._lock:
            if self._noted.get(subject) == today:
                return
        with self.unit_of_work() as tx:
            tx.sightings.note(subject, today)
        with self._lock:
            if len(self._noted) >= MOST_KEPT:
                self._noted.clear()
            self._noted[subject] = today
