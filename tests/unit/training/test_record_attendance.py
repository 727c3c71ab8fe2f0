"""Recording who came."""

from uuid import uuid4

import pytest

from kernel.principals import Principal
from kernel.tiers import Tier
from kernel.usage import Used
from services.training.domain.led_errors import AttendanceTooEarly, BookingNotFound
from services.training.domain.led_session import BookingStatus
from services.training.usecases.record_attendance import RecordAttendance
from tests.fakes.led_sessions import START
from tests.fakes.training import CATALOGUE, LEARNER, OTHER, RETAILER, TRAINER
from tests.unit.training.led_room import a_session, booked


def test_who_came_and_who_did_not_is_on_record_all_or_none(unit_of_work, stores, clock) -> None:
    session = a_session(stores)
    for who in (LEARNER, OTHER):
        booked(unit_of_work, clock, who, session)
    first, second = (each.booking_id for each in stores.led_bookings.of_session(session))
    record = RecordAttendance(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
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


def test_who_came_is_counted_as_they_are_and_not_as_their_trainer(
    unit_of_work, stores, clock
) -> None:
    """A mark that is set again counts no more; a correction to it does."""
    session = a_session(stores)
    booked(unit_of_work, clock, RETAILER, session)
    booked(unit_of_work, clock, OTHER, session)
    stores.learners.known["retailer"] = RETAILER
    mine, theirs = (each.booking_id for each in stores.led_bookings.of_session(session))
    record = RecordAttendance(unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock)
    clock.moment = START

    def counted() -> list[Used]:
        events = (each for each in stores.outbox.events if isinstance(each, Used))
        return [each for each in events if each.metric == "training.session-attended"]

    for _ in "12":
        record(TRAINER, session_id=session, marks={mine: True, theirs: False})
    attended = Used(
        caller=RETAILER, metric="training.session-attended", at=START, detail="Awareness"
    )
    assert [attended] == counted()
    record(TRAINER, session_id=session, marks={theirs: True})
    assert [RETAILER, Principal(subject="other", tier=Tier.PUBLIC)] == [
        each.caller for each in counted()
    ]
