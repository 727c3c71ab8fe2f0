"""Read one entry of the rumour board."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import is_staff
from services.alerts.domain.rumour import ON_THE_BOARD, Rumour, RumourNotFound
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetRumour:
    """Return an entry; what waits, or was given up, only to staff."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, rumour_id: UUID) -> Rumour:
        """Return it.

        Raises:
            RumourNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            rumour = tx.rumours.get(rumour_id)
        if rumour.status not in ON_THE_BOARD and not is_staff(caller):
            raise RumourNotFound("There is no such entry.")
        return rumour
