"""Read a page of all led sessions, for who teaches."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTaughtSessions:
    """Return every session, those that are over or cancelled too, the latest start first."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(
        self, caller: Principal, *, after: Place | None, size: int
    ) -> tuple[Sequence[SessionSeen], Place | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.led_sessions.page(after=after, size=size + 1)
            page = [
                seen(
                    each,
                    self.catalogue.named(each.course_id),
                    tx.led_bookings.of_session(each.session_id),
                    caller.subject,
                )
                for each in found[:size]
            ]
        if len(found) <= size:
            return page, None
        last = page[-1].session
        return page, Place(last.starts_at, last.session_id)
