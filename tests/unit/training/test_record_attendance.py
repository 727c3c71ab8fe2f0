"""Recording who came."""

from uuid import uuid4

import pytest

from services.training.domain.led_errors import AttendanceTooEarly, BookingNotFound
from services.training.domain.led_session import BookingStatus
from services.training.usecases.record_attendance import RecordAttendance
from tests.fakes.led_sessions import START
from tests.fakes.training import LEARNER, OTHER, TRAINER
from tests.unit.training.led_room import a_session, booked


def test_who_came_and_who_did_not_is_on_record_all_or_none(unit_of_work, stores, clock) -> None:
    session = a_session(stores)
    for who in (LEARNER, OTHER):
        booked(unit_of_work, clock, who, session)
    first, second = (each.booking_id for each in stores.led_bookings.of_session(session))
    record = RecordAttendance(unit_of_work=unit_of_work, clock=clock)
    marks = {first: True, second: False}
    with pytest.raises(AttendanceTooEarly):
        record(TRAINER, session_id=session, marks=marks)
    clock.moment = START
    with pytest.raises(BookingNotFound):
        record(TRAINER, session_id=session, marks=marks | {uuid4(): True})
    assert {BookingStatus.BOOKED} == {each.status for each in stores.led_bookings.kept.values()}
    there = record(TRAINER, session_id=session, marks=marks)
    assert [BookingStatus.ATTENDED, BookingStatus.ABSENT] == [each.status for each in there]
    assert "training:record-attendance" == stores.audit.rows[-1][1]
