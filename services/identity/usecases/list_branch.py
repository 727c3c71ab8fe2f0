"""Show who sits for a sector in a region, associates too, the people of their branch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Clock
from kernel.principals import Principal
from services.identity.domain.errors import SeatNotFound
from services.identity.domain.seat import Seat, SeatRole
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBranch:
    """Return names and organisations of a sector in a region, to who sits in its seat."""

    unit_of_work: UnitOfWork
    clock: Clock
    budget: RecordBudget

    def __call__(
        self, caller: Principal, *, region: str, sector: str, after: Place | None, size: int
    ) -> tuple[Sequence[Subscriber], Place | None]:
        """Return a page, and where the next one begins; that it was read goes on record.

        Raises:
            SeatNotFound: the caller does not sit there.
            RecordBudgetSpent: they read as many records as one may.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            seats = tx.seats.of(caller.person)
            here = [
                each for each in seats if (each.place.region, each.place.sector) == (region, sector)
            ]
            if not any(_sits(each, caller.person, now) for each in here):
                raise SeatNotFound("You do not sit in the seat of this branch.")
            found = tx.branches.page(region, sector, after=after, size=size + 1)
            tx.audit.record(caller, "identity:read-branch", f"{region}/{sector}")
        page, more = found[:size], len(found) > size
        self.budget.spend(caller, [each.subject for each in page])
        return page, Place(page[-1].created_at, UUID(page[-1].subject)) if more else None


def _sits(seat: Seat, subject: str, now: datetime) -> bool:
    """Tell whether somebody sits in a sector lead's seat whose term is not over."""
    if seat.place.role is not SeatRole.SECTOR_LEAD or not seat.open:
        return False
    return any(each.subject == subject and not each.over(now) for each in seat.tenures)
