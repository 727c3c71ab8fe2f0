"""Read a page of alerts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    ) -> tuple[Sequence[Alert], Place | None, Place | None]:
        """Return a page, where that of what is newer ends, and where the next one begins.

        No status means those that were issued, current or ended. Others are for staff; asked for
        by anyone else they are empty, as if there were none. Where less than a page is newer than
        where one is to end, it is the first page instead.
        """
        wanted = statuses or PUBLISHED
        if not is_staff(caller):
            wanted &= PUBLISHED
        with self.unit_of_work() as tx:
            found = tx.alerts.page(caller, wanted, after=after, size=size + 1)
            if after is not None and after.backwards and len(found) <= size:
                after, found = None, tx.alerts.page(caller, wanted, after=None, size=size + 1)
        back = after is not None and after.backwards
        page = found[1:] if back else found[:size]
        shown = [seen for alert in page if (seen := seen_by(alert, caller)) is not None]
        self.red_reads.note(caller, *shown)
        older = _place(page[-1]) if back or len(found) > size else None
        if after is None:
            return shown, None, older
        return shown, replace(_place(page[0]) if page else after, backwards=True), older


def _place(alert: Alert) -> Place:
    return Place(alert.issued_at or alert.created_at, alert.alert_id)
