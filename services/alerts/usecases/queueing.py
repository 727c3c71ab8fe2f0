"""Lets what is queued come before what is posted, where both want the record."""

from collections.abc import Callable


class Queueing:
    """Whether rows are being written just now, of which there may be very many."""

    def __init__(self) -> None:
        """Nothing is, at first."""
        self.under_way = False

    def doing(self, queue: Callable[[], int | None]) -> Callable[[], int | None]:
        """Return a queue of which this tells."""

        def act() -> int | None:
            added = None
            try:
                added = queue()
            finally:
                self.under_way = added is not None
            return added

        return act

    def before(self, send: Callable[[], int | None]) -> Callable[[], int | None]:
        """Return a sender that leaves the record to what is queued: it comes to its turn then."""
        return lambda: None if self.under_way else send()
