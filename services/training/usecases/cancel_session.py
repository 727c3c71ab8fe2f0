"""Call a led session off."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.course import Catalogue
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.led_session import OPEN
from services.training.domain.reminder import waiting_mails
from services.training.usecases.led_reading import SessionSeen, seen
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSession:
    """Cancel a session that has not begun; all who are booked or wait are told."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(self, caller: Principal, *, session_id: UUID, why: str) -> SessionSeen:
        """Return the session as it stands then.

        Raises:
            SessionNotFound: there is none.
            SessionCancelled: it was called off before.
            SessionOver: it has begun.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            before = tx.led_sessions.get(session_id, lock=True)
            session = before.cancel(why=why, at=now)
            course = self.catalogue.named(session.course_id)
            there = tx.led_bookings.of_session(session_id)
            tx.led_sessions.save(session)
            tx.audit.record(caller, "training:cancel-session", str(session_id))
            tx.outbox.add(
                *(
                    LearnerMailDue(
                        mail=LearnerMail.SESSION_CANCELLED,
                        subject=each.subject,
                        course=course,
                        about=session_id,
                        moment=session.starts_at,
                        at=now,
                        takes_back=waiting_mails(each.booking_id, before),
                    )
                    for each in there
                    if each.status in OPEN
                )
            )
        return seen(session, course, there, caller.subject)
