"""The routes of led sessions: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.training.v1 import led_sessions_pb2 as pb
from tests.contract.gateway.route import COURSE_ID, KEY, SESSION_ID, VERSION, Route
from tests.contract.gateway.training_answers import at, read_at

_SESSION: Final = "/v1/sessions/{session_id}"
_TAUGHT: Final = "/v1/taught-sessions/{session_id}"
_PAGE: Final[dict[str, Any]] = {"page_size": 7, "page_token": "a+b/c="}
_BODY: Final[dict[str, Any]] = {
    "course_id": COURSE_ID,
    "starts_at": "2026-11-24T09:00:00Z",
    "ends_at": "2026-11-24T12:00:00+01:00",
    "closes_at": "2026-11-24T08:00:00Z",
    "place": "",
    "link": "https://meet.example/a",
    "places": 12,
    "region": "LON",
}
_MOVED: Final = ("starts_at", "ends_at", "closes_at", "place", "link")
BOOKING_ID: Final = "26262626-2626-4626-8626-262626262626"

LED_SESSION_ROUTES: Final = (
    Route(
        "GET",
        "/v1/sessions",
        "ListSessions",
        query=_PAGE | {"course_id": COURSE_ID, "region": "LON"},
        message=pb.ListSessionsRequest(**_PAGE, course_id=COURSE_ID, region="LON"),
    ),
    Route("GET", _SESSION, "GetSession", pb.GetSessionRequest(session_id=SESSION_ID)),
    Route(
        "POST",
        f"{_SESSION}/booking",
        "BookSession",
        status=201,
        body={"name": "Given"},
        needs_key=True,
        message=pb.BookSessionRequest(session_id=SESSION_ID, name="Given", idempotency_key=KEY),
    ),
    Route(
        "DELETE",
        f"{_SESSION}/booking",
        "CancelBooking",
        message=pb.CancelBookingRequest(session_id=SESSION_ID),
    ),
    Route("GET", "/v1/me/bookings", "ListMyBookings", pb.ListMyBookingsRequest()),
    Route(
        "POST",
        "/v1/taught-sessions",
        "ScheduleSession",
        status=201,
        body=_BODY,
        needs_key=True,
        message=pb.ScheduleSessionRequest(
            **_BODY | {"starts_at": at(9), "ends_at": at(11), "closes_at": at(8)},
            idempotency_key=KEY,
        ),
    ),
    Route(
        "GET",
        "/v1/taught-sessions",
        "ListTaughtSessions",
        query=_PAGE,
        message=pb.ListTaughtSessionsRequest(**_PAGE),
    ),
    Route(
        "GET",
        f"{_TAUGHT}/bookings",
        "ListSessionBookings",
        pb.ListSessionBookingsRequest(session_id=SESSION_ID),
    ),
    Route(
        "POST",
        f"{_TAUGHT}/attendance",
        "RecordAttendance",
        body={"marks": [{"booking_id": BOOKING_ID, "came": True}]},
        message=pb.RecordAttendanceRequest(
            session_id=SESSION_ID, marks=[pb.Mark(booking_id=BOOKING_ID, came=True)]
        ),
    ),
    Route(
        "PUT",
        f"{_TAUGHT}/time-and-place",
        "MoveSession",
        body={name: _BODY[name] for name in _MOVED},
        needs_version=True,
        message=pb.MoveSessionRequest(
            session_id=SESSION_ID,
            expected_version=VERSION,
            starts_at=at(9),
            ends_at=at(11),
            closes_at=at(8),
            link="https://meet.example/a",
        ),
    ),
    Route(
        "POST",
        f"{_TAUGHT}/cancellation",
        "CancelSession",
        body={"reason": "Because."},
        message=pb.CancelSessionRequest(session_id=SESSION_ID, reason="Because."),
    ),
)
SESSION: Final = pb.LedSession(
    session_id=SESSION_ID,
    version=2,
    course_id=COURSE_ID,
    title="Awareness",
    starts_at=at(9),
    ends_at=at(11),
    closes_at=at(8),
    online=True,
    link="https://meet.example/a",
    places=12,
    free=3,
    region="LON",
    mine=pb.BOOKING_STATUS_BOOKED,
)
BOOKING: Final = pb.Booking(
    booking_id=BOOKING_ID,
    name="Given",
    status=pb.BOOKING_STATUS_CANCELLED_LATE,
    turn=4,
    asked_at=at(7),
    changed_at=at(8),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListSessions": pb.ListSessionsResponse(sessions=[SESSION], next_page_token="next+page"),
    "GetSession": pb.GetSessionResponse(session=SESSION),
    "BookSession": pb.BookSessionResponse(session=SESSION),
    "CancelBooking": pb.CancelBookingResponse(session=SESSION),
    "ListMyBookings": pb.ListMyBookingsResponse(sessions=[SESSION]),
    "ScheduleSession": pb.ScheduleSessionResponse(session=SESSION),
    "ListTaughtSessions": pb.ListTaughtSessionsResponse(
        sessions=[SESSION], next_page_token="next+page"
    ),
    "ListSessionBookings": pb.ListSessionBookingsResponse(session=SESSION, bookings=[BOOKING]),
    "RecordAttendance": pb.RecordAttendanceResponse(bookings=[BOOKING]),
    "MoveSession": pb.MoveSessionResponse(session=SESSION),
    "CancelSession": pb.CancelSessionResponse(session=SESSION),
}
SESSION_READ: Final = {
    "session_id": SESSION_ID,
    "version": 2,
    "course_id": COURSE_ID,
    "title": "Awareness",
    "title_cy": None,
    "starts_at": read_at(9),
    "ends_at": read_at(11),
    "closes_at": read_at(8),
    "place": None,
    "online": True,
    "link": "https://meet.example/a",
    "places": 12,
    "free": 3,
    "waiting": 0,
    "region": "LON",
    "cancelled_at": None,
    "cancellation_reason": None,
    "my_booking": "BOOKED",
    "my_place_in_line": None,
}
BOOKING_READ: Final = {
    "booking_id": BOOKING_ID,
    "name": "Given",
    "status": "CANCELLED_LATE",
    "turn": 4,
    "asked_at": read_at(7),
    "changed_at": read_at(8),
}
READ: Final[dict[str, Any]] = {
    "ListSessions": {"sessions": [SESSION_READ], "next_page_token": "next+page"},
    "GetSession": SESSION_READ,
    "BookSession": SESSION_READ,
    "CancelBooking": SESSION_READ,
    "ListMyBookings": {"sessions": [SESSION_READ]},
    "ScheduleSession": SESSION_READ,
    "ListTaughtSessions": {"sessions": [SESSION_READ], "next_page_token": "next+page"},
    "ListSessionBookings": {"session": SESSION_READ, "bookings": [BOOKING_READ]},
    "RecordAttendance": {"bookings": [BOOKING_READ]},
    "MoveSession": SESSION_READ,
    "CancelSession": SESSION_READ,
}
