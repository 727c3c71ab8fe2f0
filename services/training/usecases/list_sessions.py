"""Read a page of the led sessions that lie ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.domain.withdrawal import versions_of
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSessions:
    """Return the sessions of courses that the caller is offered, the next first."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        course_id: UUID | None,
        region: str,
        after: Place | None,
        size: int,
    ) -> tuple[Sequence[SessionSeen], Place | None]:
        """Return a page, and where the next one begins; a course narrows it, and a region."""
        with self.unit_of_work() as tx:
            withdrawn = versions_of(tx.withdrawals.everything())
            offered = {each.course_id: each for each in self.catalogue.offered(caller, withdrawn)}
            wanted = [each for each in offered if course_id in {None, each}]
            found = tx.led_sessions.ahead(
                wanted, now=self.clock.now(), region=region, after=after, size=size + 1
            )
            page = [
                seen(
                    each,
                    offered[each.course_id],
                    tx.led_bookings.of_session(each.session_id),
                    caller.subject,
                )
                for each in found[:size]
            ]
        if len(found) <= size:
            return page, None
        last = page[-1].session
        return page, Place(last.starts_at, last.session_id)
