"""What the use cases about seats need."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.seat import Seat, SeatRole


class Seats(Protocol):
    """The seats of one transaction."""

    def add(self, seat: Seat) -> None:
        """Keep a new one.

        Raises:
            SeatThere: there is an open one for that.
        """
        ...

    def find(self, seat_id: UUID) -> Seat | None:
        """Return one, open or closed, or None."""
        ...

    def get(self, seat_id: UUID, *, lock: bool = False) -> Seat:
        """Return an open one; locked, nobody else changes it meanwhile.

        Raises:
            SeatNotFound: there is none.
        """
        ...

    def save(self, seat: Seat) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page_of(
        self,
        regions: Collection[str] | None,
        *,
        role: SeatRole | None = None,
        after: Place | None,
        size: int,
    ) -> Sequence[Seat]:
        """Return open ones, oldest first, at most `size`: of some regions or of all, of a role."""
        ...

    def of(self, subject: str, *, lock: bool = False) -> Sequence[Seat]:
        """Return those in which somebody sits, at most a hundred."""
        ...

    def lapsing(self, at: datetime, *, most: int) -> Sequence[Seat]:
        """Return some where a term is over, locked, leaving those that others hold."""
        ...

    def page(self, *, after: UUID | None, size: int) -> Sequence[Seat]:
        """Return every one, closed ones included, in the order of their ids, locked."""
        ...
