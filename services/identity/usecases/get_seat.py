"""Show a seat to whoever appoints to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.identity.domain.errors import SeatNotFound
from services.identity.domain.seat import Seat, may_appoint
from services.identity.domain.subscriber import Subscriber
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.record_budget import RecordBudget


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSeat:
    """Return an open seat, with who sits there."""

    unit_of_work: UnitOfWork
    budget: RecordBudget

    def __call__(
        self, caller: Principal, *, seat_id: UUID
    ) -> tuple[Seat, Mapping[str, Subscriber]]:
        """Return it, and the people by subject.

        Raises:
            SeatNotFound: there is none that the caller appoints to.
            RecordBudgetSpent: the caller read as many records of others as one may.
        """
        with self.unit_of_work() as tx:
            seat = tx.seats.get(seat_id)
            if not may_appoint(caller, seat.place):
                raise SeatNotFound("There is no such seat.")
            people = {each: tx.subscribers.get(each) for each in sorted(seat.people)}
        self.budget.spend(caller, people)
        return seat, people
