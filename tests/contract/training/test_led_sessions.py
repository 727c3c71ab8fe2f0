"""Led sessions through the front of training."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.training.v1 import led_sessions_pb2 as pb
from isp.training.v1.led_sessions_pb2_grpc import LedSessionsServiceStub
from tests.contract.training.classroom import COURSE, new_key
from tests.fakes.serving import Caller, Served, refusal

LINK = "https://meet.example/room"
Led = LedSessionsServiceStub


@pytest.fixture
def learner(server: Served) -> Caller:
    return server.caller()


@pytest.fixture
def trainer(server: Served) -> Caller:
    return server.caller("trainer")


def a_request(**given: Any) -> pb.ScheduleSessionRequest:
    """A session of one place, tomorrow, at a link."""
    start = datetime.now(UTC) + timedelta(days=1)
    said = {"course_id": COURSE, "link": LINK, "places": 1, "region": "LON"}
    request = pb.ScheduleSessionRequest(**said | given, idempotency_key=new_key())
    request.starts_at.FromDatetime(start)
    request.ends_at.FromDatetime(start + timedelta(hours=2))
    return request


def scheduled(led: Led, trainer: Caller, **given: Any) -> pb.LedSession:
    return led.ScheduleSession(a_request(**given), metadata=trainer.metadata).session


def booked(led: Led, by: Caller, session: pb.LedSession, name: str = "Given") -> pb.LedSession:
    request = pb.BookSessionRequest(
        session_id=session.session_id, name=name, idempotency_key=new_key()
    )
    return led.BookSession(request, metadata=by.metadata).session


def test_a_session_is_booked_given_up_and_who_waited_moves_up(
    led: Led, trainer: Caller, learner: Caller, server: Served
) -> None:
    other = server.caller()
    session = scheduled(led, trainer)
    assert (LINK, True, session.starts_at) == (session.link, session.online, session.closes_at)
    (listed,) = led.ListSessions(pb.ListSessionsRequest(), metadata=learner.metadata).sessions
    assert ("", 1, 0) == (listed.link, listed.free, listed.mine)
    mine = booked(led, learner, session)
    theirs = booked(led, other, session, "Other")
    assert (pb.BOOKING_STATUS_BOOKED, LINK) == (mine.mine, mine.link)
    assert (pb.BOOKING_STATUS_WAITING, "", 1) == (theirs.mine, theirs.link, theirs.line)
    gone = led.CancelBooking(
        pb.CancelBookingRequest(session_id=session.session_id), metadata=learner.metadata
    ).session
    assert (pb.BOOKING_STATUS_CANCELLED, "") == (gone.mine, gone.link)
    (found,) = led.ListMyBookings(pb.ListMyBookingsRequest(), metadata=other.metadata).sessions
    assert (pb.BOOKING_STATUS_BOOKED, LINK) == (found.mine, found.link)
    seen = led.ListSessionBookings(
        pb.ListSessionBookingsRequest(session_id=session.session_id), metadata=trainer.metadata
    )
    assert ["Given", "Other"] == [each.name for each in seen.bookings]
    assert other.subject not in str(seen)


def test_attendance_waits_for_the_start_and_a_cancelled_session_is_closed(
    led: Led, trainer: Caller, learner: Caller
) -> None:
    session = scheduled(led, trainer)
    booked(led, learner, session)
    name = {"session_id": session.session_id}
    (one,) = led.ListSessionBookings(
        pb.ListSessionBookingsRequest(**name), metadata=trainer.metadata
    ).bookings
    marks = [pb.Mark(booking_id=one.booking_id, came=True)]
    with refusal() as refused:
        led.RecordAttendance(
            pb.RecordAttendanceRequest(**name, marks=marks), metadata=trainer.metadata
        )
    assert ("FAILED_PRECONDITION", "ATTENDANCE_TOO_EARLY") == refused.status_and_reason
    request = pb.CancelSessionRequest(**name, reason="The hall is closed.")
    gone = led.CancelSession(request, metadata=trainer.metadata).session
    assert gone.HasField("cancelled_at")
    with refusal() as refused:
        led.CancelBooking(pb.CancelBookingRequest(**name), metadata=learner.metadata)
    assert ("FAILED_PRECONDITION", "SESSION_CANCELLED") == refused.status_and_reason
    assert not led.ListSessions(pb.ListSessionsRequest(), metadata=learner.metadata).sessions
    (listed,) = led.ListTaughtSessions(
        pb.ListTaughtSessionsRequest(), metadata=trainer.metadata
    ).sessions
    assert "The hall is closed." == listed.cancellation_reason


def test_a_session_is_moved_by_its_version(led: Led, trainer: Caller, learner: Caller) -> None:
    session = scheduled(led, trainer)
    booked(led, learner, session)
    request = pb.MoveSessionRequest(
        session_id=session.session_id,
        expected_version=session.version,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        link="https://meet.example/other",
    )
    moved = led.MoveSession(request, metadata=trainer.metadata).session
    assert (session.version + 1, "https://meet.example/other") == (moved.version, moved.link)
    assert session.starts_at == moved.closes_at
    mine = led.GetSession(
        pb.GetSessionRequest(session_id=session.session_id), metadata=learner.metadata
    ).session
    assert ("https://meet.example/other", pb.BOOKING_STATUS_BOOKED) == (mine.link, mine.mine)
    with refusal() as refused:
        led.MoveSession(request, metadata=trainer.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason
    with refusal() as refused:
        led.MoveSession(pb.MoveSessionRequest(link="x"), metadata=trainer.metadata)
    named = [each.field for each in refused.said.violations]
    assert ["session_id", "starts_at", "ends_at"] == named


WRONG = {
    "course": ({"course_id": "x"}, ["course_id"]),
    "places": ({"places": 0}, ["places"]),
    "link": ({"link": "http://meet.example"}, ["link"]),
    "place too": ({"place": "Here"}, ["place"]),
    "long": ({"place": "x" * 301}, ["place"]),
    "region": ({"region": "XXX"}, ["region"]),
}


@pytest.mark.parametrize(("given", "fields"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_session_is_named(
    led: Led, trainer: Caller, given: dict[str, Any], fields: list[str]
) -> None:
    with refusal() as refused:
        scheduled(led, trainer, **given)
    assert fields == [each.field for each in refused.said.violations]


def test_a_session_without_times_and_marks_twice_are_refused(led: Led, trainer: Caller) -> None:
    request = pb.ScheduleSessionRequest(course_id=COURSE, places=1, idempotency_key=new_key())
    with refusal() as refused:
        led.ScheduleSession(request, metadata=trainer.metadata)
    assert ["starts_at", "ends_at"] == [each.field for each in refused.said.violations]
    name = str(uuid4())
    for marks, field in (([], "marks"), ([pb.Mark(booking_id=name)] * 2, "marks[1].booking_id")):
        with refusal() as refused:
            led.RecordAttendance(
                pb.RecordAttendanceRequest(session_id=str(uuid4()), marks=marks),
                metadata=trainer.metadata,
            )
        assert [field] == [each.field for each in refused.said.violations]


def test_pages_lead_on(led: Led, trainer: Caller, learner: Caller) -> None:
    for _ in "123":
        scheduled(led, trainer)
    seen, token = [], ""
    for _ in "123":
        page = led.ListSessions(
            pb.ListSessionsRequest(page_size=1, page_token=token), metadata=learner.metadata
        )
        token = page.next_page_token
        seen += [each.session_id for each in page.sessions]
    assert (3, "") == (len(set(seen)), token)
