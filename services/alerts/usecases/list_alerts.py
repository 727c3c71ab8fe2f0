"""Read a page of alerts."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.domain.alert import PUBLISHED, Alert, Status, is_staff
from services.alerts.domain.public_part import seen_by
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAlerts:
    """Return the alerts of which the caller may know, newest first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, statuses: frozenset[Status], after: Place | None, size: int
    ) -> tuple[Sequence[Alert], Place | None]:
        """Return a page, and where the next one begins.

        No status means those that were issued, current or ended. Others are for staff; asked for
        by anyone else they are empty, as if there were none.
        """
        wanted = statuses or PUBLISHED
        if not is_staff(caller):
            wanted &= PUBLISHED
        with self.unit_of_work() as tx:
            found = tx.alerts.page(caller, wanted, after=after, size=size + 1)
        page = [seen for alert in found[:size] if (seen := seen_by(alert, caller)) is not None]
        self.red_reads.note(caller, *page)
        if len(found) <= size:
            return page, None
        last = found[size - 1]
        return page, Place(last.issued_at or last.created_at, last.alert_id)
