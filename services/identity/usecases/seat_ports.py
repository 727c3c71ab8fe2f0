"""What the use cases about seats need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.seat import Seat, SeatRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which seats somebody wants to see, of those that they may; each word narrows."""

    role: SeatRole | None = None
    sector: str = ""
    vacant: bool = False
    """Only those without a holder."""
    ending_by: datetime | None = None
    """Only those in which a term ends by itself until then."""

    def fits(self, seat: Seat) -> bool:
        """Tell whether a seat is one of them."""
        ends = [each.until for each in seat.tenures if each.until is not None]
        return (
            self.role in {None, seat.place.role}
            and self.sector in {"", seat.place.sector}
            and not (self.vacant and seat.holder is not None)
            and (self.ending_by is None or any(each <= self.ending_by for each in ends))
        )


ANY: Final = Wanted()


class Seats(Protocol):
    """The seats of one transaction."""

    def add(self, seat: Seat) -> None:
        """Keep a new one.

        Raises:
            SeatThere: its place has as many open ones as it may.
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
        wanted: Wanted = ANY,
        after: Place | None,
        size: int,
    ) -> Sequence[Seat]:
        """Return open ones, oldest first, at most `size`: of some regions or of all, of a role."""
        ...

    def of(self, subject: str, *, lock: bool = False) -> Sequence[Seat]:
        """Return all those in which somebody sits; what ends with their account ends in each."""
        ...

    def hold(self, subject: str) -> frozenset[UUID]:
        """Lock those in which somebody sits or to which they appointed; return their ids."""
        ...

    def lapsing(self, at: datetime, *, most: int) -> Sequence[Seat]:
        """Return some where a term is over, locked, leaving those that others hold."""
        ...

    def page(self, *, after: UUID | None, size: int) -> Sequence[Seat]:
        """Return every one, closed ones included, in the order of their ids, locked."""
        ...
