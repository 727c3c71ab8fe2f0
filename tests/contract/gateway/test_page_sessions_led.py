"""Led sessions on pages: booked, waited for, given up, and the desk of trainers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.errors import Invalid, StaleVersion, Violation
from isp.training.v1 import led_sessions_pb2 as pb
from services.training.domain import led_errors
from services.training.domain.errors import PrerequisitesMissing
from tests.contract.gateway.browsing import Browsing
from tests.contract.gateway.led_session_routes import BOOKING, BOOKING_ID, SESSION
from tests.contract.gateway.route import COURSE_ID, KEY, SESSION_ID
from tests.contract.gateway.test_page_asking import heard, main_of

PAGE = f"/learn/sessions/{SESSION_ID}"
DESK = f"/desk/sessions/{SESSION_ID}"


def there(browsing: Browsing, *, days: float = 7, mine: int = 0, **given: Any) -> pb.LedSession:
    """Let there be a session that begins in so many days."""
    session = pb.LedSession()
    session.CopyFrom(SESSION)
    session.ClearField("mine")
    session.MergeFrom(pb.LedSession(mine=mine, **given))  # type: ignore[arg-type] # an int is one
    start = datetime.now(UTC) + timedelta(days=days)
    session.starts_at.FromDatetime(start)
    session.closes_at.FromDatetime(start - timedelta(days=2))
    answers = browsing.gateway.backend.answers
    answers["GetSession"] = pb.GetSessionResponse(session=session)
    answers["ListSessionBookings"] = pb.ListSessionBookingsResponse(
        session=session,
        bookings=[BOOKING, pb.Booking(booking_id=BOOKING_ID, name="Held", status=1, turn=2)],
    )
    return session


def test_what_lies_ahead_comes_by_region_and_pages(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get("/learn/sessions?region=LON&page=a%2Bb").text)
    assert f'href="{PAGE}"' in page
    assert "3 places free" in page
    assert "page=next%2Bpage&amp;region=LON" in page
    assert [pb.ListSessionsRequest(region="LON", page_token="a+b")] == heard(
        browsing, "ListSessions"
    )
    browsing.gateway.backend.answers["ListSessions"] = pb.ListSessionsResponse()
    assert "No session lies ahead." in browsing.get("/learn/sessions").text
    assert 'href="/learn/sessions"' in browsing.get("/learn").text


@pytest.mark.parametrize(
    ("mine", "said"), [(1, "You are booked."), (2, "You are on the waiting list.")]
)
def test_a_place_is_booked_with_a_name(browsing: Browsing, mine: int, said: str) -> None:
    browsing.sign_in()
    session = there(browsing)
    assert "Book a place" in browsing.get(PAGE).text
    session.mine = mine  # type: ignore[assignment] # an int is one
    browsing.gateway.backend.answers["BookSession"] = pb.BookSessionResponse(session=session)
    away = browsing.post(PAGE, {"name": "Siân", "key": KEY})
    assert (302, PAGE) == (away.status_code, away.location)
    assert [
        pb.BookSessionRequest(session_id=SESSION_ID, name="Siân", idempotency_key=KEY)
    ] == heard(browsing, "BookSession")
    assert said in browsing.get(PAGE).text


def test_a_booking_without_a_name_is_not_sent(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing)
    page = browsing.post(PAGE, {"name": "", "key": KEY})
    assert 400 == page.status_code
    assert "There is a problem" in page.text
    assert [] == heard(browsing, "BookSession")


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (led_errors.BookingClosed("x"), "Booking for this session is closed."),
        (led_errors.WaitingListFull("x"), "As many wait for a place"),
        (led_errors.AlreadyBooked("x"), "You have booked this session"),
        (PrerequisitesMissing(["Before"]), "asks for others to be completed first"),
    ],
)
def test_a_refused_booking_says_why_and_keeps_the_name(
    browsing: Browsing, refusal: Exception, said: str
) -> None:
    browsing.sign_in()
    there(browsing)
    browsing.gateway.backend.refuse(refusal, "BookSession")
    page = browsing.post(PAGE, {"name": "Given", "key": KEY})
    assert 409 == page.status_code
    assert said in page.text
    assert 'value="Given"' in page.text


def test_who_waits_sees_their_place_in_the_line_and_may_leave_it(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing, mine=2, line=3, waiting=5)
    page = main_of(browsing.get(PAGE).text)
    assert "You are number 3 on the waiting list." in page
    assert "Leave the waiting list" in page
    assert "Book a place" not in page
    assert PAGE == browsing.post(f"{PAGE}/cancel", {}).location
    assert [pb.CancelBookingRequest(session_id=SESSION_ID)] == heard(browsing, "CancelBooking")
    assert "Your booking is cancelled." in browsing.get(PAGE).text


def test_who_would_cancel_late_is_told_so_first(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing, days=1, mine=1)
    assert "it is on record as late" in browsing.get(PAGE).text
    browsing.gateway.backend.refuse(led_errors.SessionOver("x"), "CancelBooking")
    browsing.post(f"{PAGE}/cancel", {})
    assert "The session has begun" in browsing.get(PAGE).text


def test_a_session_that_is_closed_or_called_off_takes_no_booking(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing, days=1)
    page = main_of(browsing.get(PAGE).text)
    assert "Booking for this session is closed." in page
    assert "<form" not in page
    gone = there(browsing, cancellation_reason="The hall is closed.")
    gone.cancelled_at.GetCurrentTime()
    browsing.gateway.backend.answers["GetSession"] = pb.GetSessionResponse(session=gone)
    page = main_of(browsing.get(PAGE).text)
    assert "The session was cancelled." in page
    assert "The hall is closed." in page
    assert "<form" not in page


def test_ones_sessions_are_shown_with_what_became_of_them(browsing: Browsing) -> None:
    browsing.sign_in()
    page = main_of(browsing.get("/learn/sessions/mine").text)
    assert f'href="{PAGE}"' in page
    assert "Booked" in page
    browsing.gateway.backend.answers["ListMyBookings"] = pb.ListMyBookingsResponse()
    assert "You have not booked a session." in browsing.get("/learn/sessions/mine").text


SAID = {
    "course_id": COURSE_ID,
    "starts_at": "2027-06-01T10:00",
    "ends_at": "2027-06-01T12:00",
    "closes_at": "",
    "place": "The hall",
    "link": "",
    "places": "12",
    "region": "LON",
    "key": KEY,
}


def test_a_trainer_schedules_by_the_clock_in_london(browsing: Browsing) -> None:
    browsing.sign_in()
    away = browsing.post("/desk/sessions/new", SAID)
    assert (302, DESK) == (away.status_code, away.location)
    (said,) = heard(browsing, "ScheduleSession")
    assert "2027-06-01T09:00:00Z" == said.starts_at.ToJsonString()
    assert not said.HasField("closes_at")
    assert (12, "The hall", "LON", COURSE_ID) == (
        said.places,
        said.place,
        said.region,
        said.course_id,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "soon"),
        ("ends_at", ""),
        ("closes_at", "x"),
        ("places", "many"),
        ("region", "X"),
    ],
)
def test_what_is_no_session_is_not_sent(browsing: Browsing, field: str, value: str) -> None:
    browsing.sign_in()
    page = browsing.post("/desk/sessions/new", SAID | {field: value})
    assert 400 == page.status_code
    assert f'href="#{field}"' in page.text
    assert [] == heard(browsing, "ScheduleSession")


def test_a_trainer_records_who_came_once_it_has_begun(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing)
    page = main_of(browsing.get(DESK).text)
    assert "Held" in page
    assert "Cancelled late" in page
    assert "Record the attendance" not in page
    there(browsing, days=-1)
    page = main_of(browsing.get(DESK).text)
    assert "Record the attendance" in page
    assert "Cancel the session" not in page
    browsing.post(f"{DESK}/attendance", {BOOKING_ID: "absent"})
    assert [
        pb.RecordAttendanceRequest(
            session_id=SESSION_ID, marks=[pb.Mark(booking_id=BOOKING_ID, came=False)]
        )
    ] == heard(browsing, "RecordAttendance")
    browsing.post(f"{DESK}/attendance", {})
    assert "Nobody was marked." in browsing.get(DESK).text


def test_a_trainer_calls_a_session_off_with_a_reason(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing)
    assert 400 == browsing.post(DESK, {"reason": ""}).status_code
    browsing.post(DESK, {"reason": "Ill."})
    assert [pb.CancelSessionRequest(session_id=SESSION_ID, reason="Ill.")] == heard(
        browsing, "CancelSession"
    )
    assert "all who booked are told" in browsing.get(DESK).text
    page = main_of(browsing.get("/desk/sessions").text)
    assert f'href="{DESK}"' in page
    assert 'href="/desk/sessions/new"' in page


def test_a_trainer_moves_a_session_from_what_it_is(browsing: Browsing) -> None:
    browsing.sign_in()
    session = there(browsing, place="The hall")
    session.starts_at.FromDatetime(datetime(2027, 6, 1, 9, tzinfo=UTC))
    session.ends_at.FromDatetime(datetime(2027, 6, 1, 11, tzinfo=UTC))
    browsing.gateway.backend.answers["ListSessionBookings"] = pb.ListSessionBookingsResponse(
        session=session
    )
    assert f'href="{DESK}/move"' in main_of(browsing.get(DESK).text)
    page = main_of(browsing.get(f"{DESK}/move").text)
    for said in ('value="2027-06-01T10:00"', 'value="The hall"', "are told by mail"):
        assert said in page
    moved = {name: SAID[name] for name in ("starts_at", "ends_at", "closes_at", "place", "link")}
    away = browsing.post(f"{DESK}/move", moved | {"version": "2"})
    assert (302, DESK) == (away.status_code, away.location)
    (sent,) = heard(browsing, "MoveSession")
    assert (2, "The hall", SESSION_ID) == (sent.expected_version, sent.place, sent.session_id)
    assert "2027-06-01T09:00:00Z" == sent.starts_at.ToJsonString()
    assert not sent.HasField("closes_at")
    assert "all who booked or wait are told" in browsing.get(DESK).text


def test_what_is_wrong_with_a_move_is_told(browsing: Browsing) -> None:
    browsing.sign_in()
    there(browsing)
    moved = {"ends_at": SAID["ends_at"], "place": "The hall", "version": "2"}
    page = browsing.post(f"{DESK}/move", moved | {"starts_at": "soon"})
    assert 400 == page.status_code
    assert 'href="#starts_at"' in page.text
    assert [] == heard(browsing, "MoveSession")
    moved["starts_at"] = SAID["starts_at"]
    wrong = Invalid(Violation("link", "must be an https address"))
    browsing.gateway.backend.refuse(wrong, "MoveSession")
    page = browsing.post(f"{DESK}/move", moved)
    assert 400 == page.status_code
    assert "must be an https address" in page.text
    browsing.gateway.backend.refuse(StaleVersion("Said."), "MoveSession")
    assert DESK == browsing.post(f"{DESK}/move", moved).location
    assert "It changed since you read it" in browsing.get(DESK).text
