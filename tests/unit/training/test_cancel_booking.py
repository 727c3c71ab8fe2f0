"""Giving a place up."""

import pytest

from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.led_errors import BookingNotFound, SessionOver
from services.training.domain.led_session import BookingStatus
from services.training.domain.reminder import waiting_mails
from services.training.usecases.cancel_booking import CancelBooking
from tests.fakes.led_sessions import CLOSES, START
from tests.fakes.training import CATALOGUE, COURSE_ID, LEARNER, NOON, OTHER
from tests.unit.training.led_room import a_session, booked


@pytest.fixture
def cancel(unit_of_work, clock) -> CancelBooking:
    return CancelBooking(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)


def test_the_first_in_line_moves_up_and_is_told(cancel, unit_of_work, stores, clock) -> None:
    session = a_session(stores, places=1)
    for who in (LEARNER, OTHER):
        booked(unit_of_work, clock, who, session)
    left = cancel(LEARNER, session_id=session)
    assert left.mine is not None
    assert BookingStatus.CANCELLED is left.mine.status
    (theirs,) = stores.led_bookings.of_subject("other")
    assert BookingStatus.BOOKED is theirs.status
    moved, no_more = (each for each in stores.outbox.events if isinstance(each, LearnerMailDue))
    assert (LearnerMail.NO_MORE, "learner", waiting_mails(left.mine.booking_id, left.session)) == (
        no_more.mail,
        no_more.subject,
        no_more.takes_back,
    )
    assert (
        LearnerMailDue(
            mail=LearnerMail.MOVED_UP,
            subject="other",
            course=CATALOGUE.version(COURSE_ID, 1),
            about=session,
            moment=START,
            at=NOON,
        )
        == moved
    )


def test_who_cancels_late_is_on_record_and_may_not_once_it_began(
    cancel, unit_of_work, stores, clock
) -> None:
    session = a_session(stores)
    booked(unit_of_work, clock, LEARNER, session)
    booked(unit_of_work, clock, OTHER, session)
    clock.moment = CLOSES
    left = cancel(LEARNER, session_id=session)
    assert left.mine is not None
    assert BookingStatus.CANCELLED_LATE is left.mine.status
    with pytest.raises(BookingNotFound):
        cancel(LEARNER, session_id=session)
    clock.moment = START
    with pytest.raises(SessionOver):
        cancel(OTHER, session_id=session)
