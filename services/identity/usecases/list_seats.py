"""Show the seats that somebody appoints to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.identity.domain.seat import HUB, Seat, SeatRole
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget
from services.identity.usecases.seat_ports import ANY, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeats:
    """Return a page of open seats, with who sits there."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(
        self,
        caller: Principal,
        *,
        region: str,
        wanted: Wanted = ANY,
        after: Place | None,
        size: int,
    ) -> tuple[Sequence[Seat], Mapping[str, Subscriber], Place | None]:
        """Return them oldest first, the people by subject, and where the next page begins.

        A region's coordinator sees those of the leads in their regions, the hub all.

        Raises:
            RecordBudgetSpent: the caller read as many records of others as one may.
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
        self.budget.spend(caller, people)
        more = len(found) > size
        last = Place(at=shown[-1].created_at, item_id=shown[-1].seat_id) if more else None
        return shown, people, last
