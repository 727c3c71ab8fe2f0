"""Show the seats that somebody appoints to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.seat import HUB, Seat, SeatRole
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.seat_ports import ANY, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeats:
    """Return a page of open seats, with the names of who sits there.

    Names alone are no records that count (docs/adr/0099): an address is shown by GetSeat.
    """

    unit_of_work: UnitOfWork

    def __call__(
        self,
        caller: Principal,
        *,
        region: str,
        wanted: Wanted = ANY,
        after: Place | None,
        size: int,
    ) -> tuple[Sequence[Seat], Mapping[str, str], Place | None]:
        """Return them oldest first, the names by subject, and where the next page begins.

        A region's coordinator sees those of the leads in their regions, the hub all.
        """
        hub = HUB in caller.roles
        regions, role = (None, None) if hub else (caller.regions, SeatRole.SECTOR_LEAD)
        if region:
            asked = frozenset({region})
            regions = asked if regions is None else regions & asked
        with self.unit_of_work() as tx:
            found = tx.seats.page_of(regions, role=role, wanted=wanted, after=after, size=size + 1)
            shown = found[:size]
            people = tx.subscribers.known({each for seat in shown for each in seat.people})
        names = {subject: person.profile.name for subject, person in people.items()}
        more = len(found) > size
        last = Place(at=shown[-1].created_at, item_id=shown[-1].seat_id) if more else None
        return shown, names, last
