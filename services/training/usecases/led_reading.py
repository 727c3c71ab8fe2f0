"""What the verbs of led sessions read first: a session as somebody sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.errors import CourseNotFound
from services.training.domain.led_errors import SessionNotFound
from services.training.domain.led_session import OPEN, Booking, LedSession, in_line
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import Stores
from services.training.usecases.reading import newest_known


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSeen:
    """A session, how full it is, and the reader's own booking with their place in the line.

    `line` counts from 1 and is 0 for who does not wait.
    """

    session: LedSession
    course: Course
    free: int
    waiting: int
    mine: Booking | None = None
    line: int = 0


def seen(
    session: LedSession, course: Course, there: Sequence[Booking], subject: str | None
) -> SessionSeen:
    """Return a session as a person sees it."""
    own = [each for each in there if each.subject == subject]
    mine = next((each for each in own if each.status in OPEN), own[-1] if own else None)
    line = [each.subject for each in in_line(there)]
    return SessionSeen(
        session=session,
        course=course,
        free=0 if line else session.free(there),
        waiting=len(line),
        mine=mine,
        line=line.index(subject) + 1 if subject in line else 0,
    )


def session_for(
    tx: Stores, catalogue: Catalogue, caller: Principal, session_id: UUID, *, lock: bool = False
) -> tuple[LedSession, Course]:
    """Return a session that a caller may know of: of the course's audience, or booked before.

    Raises:
        SessionNotFound: there is none, or they may not know of it; the two look the same.
    """
    session = tx.led_sessions.get(session_id, lock=lock)
    try:
        enrolments = tx.enrolments.of_subject(caller.person)
        withdrawn = versions_of(tx.withdrawals.everything())
        return session, newest_known(catalogue, caller, session.course_id, withdrawn, enrolments)
    except CourseNotFound:
        booked = tx.led_bookings.of_subject(caller.person)
        if any(each.session_id == session_id for each in booked):
            return session, catalogue.named(session.course_id)
        raise SessionNotFound("There is no such session.") from None
