"""Read a page of the private drills of one's own organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDrills:
    """Return the drills of the caller's organisation, newest first."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[Alert], Place | None]:
        """Return a page, and where the next one begins; of no organisation there are none."""
        if caller.organisation_id is None:
            return (), None
        with self.unit_of_work() as tx:
            found = tx.drills.page(caller.organisation_id, after=after, size=size + 1)
        page = found[:size]
        if len(found) <= size:
            return page, None
        last = page[-1]
        return page, Place(last.issued_at or last.created_at, last.alert_id)
