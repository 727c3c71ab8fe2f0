"""Reading one's own bookings."""

from datetime import timedelta

from services.training.domain.led_session import BookingStatus
from services.training.usecases.cancel_booking import CancelBooking
from services.training.usecases.list_my_bookings import ListMyBookings
from tests.fakes.led_sessions import START
from tests.fakes.training import CATALOGUE, LEARNER, OTHER
from tests.unit.training.led_room import a_session, booked


def test_each_session_comes_once_with_the_booking_that_stands(unit_of_work, stores, clock) -> None:
    first = a_session(stores)
    second = a_session(stores, starts_at=START + timedelta(days=1))
    booked(unit_of_work, clock, LEARNER, first)
    booked(unit_of_work, clock, OTHER, second)
    CancelBooking(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)(
        LEARNER, session_id=first
    )
    read = ListMyBookings(unit_of_work=unit_of_work, catalogue=CATALOGUE)
    (one,) = read(LEARNER)
    assert one.mine is not None
    assert BookingStatus.CANCELLED is one.mine.status
    for session in (first, second):
        booked(unit_of_work, clock, LEARNER, session)
    found = read(LEARNER)
    assert [second, first] == [each.session.session_id for each in found]
    assert {BookingStatus.BOOKED} == {each.mine.status for each in found if each.mine}
