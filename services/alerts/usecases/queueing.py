"""Lets what is queued come before what is posted, where both want the record."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

PAUSE_SECONDS: Final = 1.0
"""How often something is handed over all the same: nobody waits until the last row is written."""


@dataclass(slots=True)
class Queueing:
    """Whether rows are being written just now, of which there may be very many.

    A row costs a fraction of what a post costs: all of them are there sooner by far, and the last
    post not a moment later.
    """

    moment: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _under_way: bool = field(default=False, init=False)
    _next: float = field(default=0.0, init=False)

    def doing(self, queue: Callable[[], int | None]) -> Callable[[], int | None]:
        """Return a queue of which this tells."""

        def act() -> int | None:
            added = None
            try:
                added = queue()
            finally:
                self._under_way = added is not None
            return added

        return act

    def before(self, send: Callable[[], int | None]) -> Callable[[], int | None]:
        """Return a sender that leaves the record to what is queued: it comes to its turn then.

        Meanwhile one batch a second is let through, of all senders together.
        """
        return lambda: send() if self._may() else None

    def _may(self) -> bool:
        if not self._under_way:
            return True
        now = self.moment()
        with self._lock:
            if now < self._next:
                return False
            self._next = now + PAUSE_SECONDS
        return True
