"""Schedule a led session of a course."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound
from services.training.domain.led_session import LedSession
from services.training.domain.withdrawal import versions_of
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSession:
    """Offer a course at a time, to as many as there are places."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, course_id: UUID, said: Mapping[str, Any], key: RequestKey
    ) -> SessionSeen:
        """Return the session; the same key gives the same one.

        Raises:
            Invalid: each field of what was said that is wrong is named.
            CourseNotFound: there is none that the caller may know of, or it was withdrawn.
            IdempotencyKeyReused: the key came with another body.
        """
        course = self.catalogue.named(course_id).shown_to(caller)
        session = LedSession.scheduled(
            session_id=self.ids.new(),
            course_id=course_id,
            scheduled_by=caller.person,
            scheduled_at=self.clock.now(),
            **said,
        )
        with self.unit_of_work() as tx:
            earlier = tx.idempotency.claim(caller.person, key, str(session.session_id))
            if earlier is not None:
                session = tx.led_sessions.get(UUID(earlier))
                there = tx.led_bookings.of_session(session.session_id)
                return seen(session, course, there, caller.subject)
            if not self.catalogue.is_begun(course_id, versions_of(tx.withdrawals.everything())):
                raise CourseNotFound("There is no such course.")
            tx.led_sessions.add(session)
            tx.audit.record(caller, "training:schedule-session", str(session.session_id))
        return seen(session, course, (), caller.subject)
