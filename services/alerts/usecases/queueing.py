"""Lets what is queued come before what is posted, where both want the record."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

PAUSE_SECONDS: Final = 1.0
"""How often something is handed over all the same: nobody waits until the last row is written."""

ANYTHING: Final = None
"""No limit to what a sender takes."""


@dataclass(slots=True)
class Queueing:
    """Of which priority rows are being written just now; there may be very many.

    A row costs a fraction of what a post costs: all of them are there sooner by far, and the last
    post not a moment later. What is more urgent than they are waits for none of them.
    """

    moment: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _priority: int | None = field(default=None, init=False)
    _next: float = field(default=0.0, init=False)

    def begins(self, priority: int) -> None:
        """Hear of which priority the chunk is that is written next."""
        self._priority = priority

    def doing(self, queue: Callable[[], int | None]) -> Callable[[], int | None]:
        """Return a queue that says when nothing is left."""

        def act() -> int | None:
            added = None
            try:
                added = queue()
            finally:
                if added is None:
                    self._priority = None
            return added

        return act

    def before(self, send: Callable[[int | None], int | None]) -> Callable[[], int | None]:
        """Return a sender that leaves the record to what is queued: it comes to its turn then.

        `send` takes the last priority that it may look at. Meanwhile that is what is more urgent
        than the rows; and one batch a second of anything is let through, of all senders together.
        """
        return lambda: send(self._limit())

    def _limit(self) -> int | None:
        priority, now = self._priority, self.moment()
        if priority is None:
            return ANYTHING
        with self._lock:
            if now < self._next:
                return priority - 1
            self._next = now + PAUSE_SECONDS
        return ANYTHING
