"""Led sessions by REST: what lies ahead, one's bookings, and the desk of trainers."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer, List, Nested
from apiflask.validators import Length, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.training.v1 import led_sessions_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.drafts import time_to_pb
from services.gateway.resources.fields import Moment, String

led_sessions = APIBlueprint("led_sessions", __name__, url_prefix="/v1", tag="Training")

MOST_PLACES: Final = 500


class _PageQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class SessionsQuery(_PageQuery):
    """Which sessions."""

    course_id = String(load_default="", validate=Length(max=36))
    region = String(load_default="", validate=Length(max=10))


class SessionIn(Schema):
    """What is offered; it has a place or a link, not both."""

    course_id = String(required=True, validate=Length(max=36))
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    closes_at = Moment(load_default=None)
    place = String(load_default="", validate=Length(max=300))
    link = String(load_default="", validate=Length(max=1000))
    places = Integer(required=True, validate=Range(1, MOST_PLACES))
    region = String(load_default="", validate=Length(max=10))


class MoveIn(Schema):
    """When and where a session is from now on; it has a place or a link, not both."""

    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    closes_at = Moment(load_default=None)
    place = String(load_default="", validate=Length(max=300))
    link = String(load_default="", validate=Length(max=1000))


class BookingIn(Schema):
    """How you want to be called there."""

    name = String(required=True, validate=Length(min=1, max=100))


class MarkIn(Schema):
    """Whether somebody came."""

    booking_id = String(required=True, validate=Length(max=36))
    came = Boolean(required=True)


class MarksIn(Schema):
    """Who came."""

    marks = List(Nested(MarkIn), required=True, validate=Length(1, MOST_PLACES))


class CancellationIn(Schema):
    """Why it is called off, for those who booked."""

    reason = String(required=True, validate=Length(min=1, max=1000))


def _word(status: int) -> str | None:
    if status == pb.BOOKING_STATUS_UNSPECIFIED:
        return None
    return pb.BookingStatus.Name(status).removeprefix("BOOKING_STATUS_")  # type: ignore[arg-type] # an int is one


def session_json(session: pb.LedSession) -> dict[str, Any]:
    """Return a session as its reader sees it."""
    gone = session.HasField("cancelled_at")
    return {
        "session_id": session.session_id,
        "version": session.version,
        "course_id": session.course_id,
        "title": session.title,
        "title_cy": session.title_cy or None,
        "starts_at": time_json(session.starts_at),
        "ends_at": time_json(session.ends_at),
        "closes_at": time_json(session.closes_at),
        "place": session.place or None,
        "online": session.online,
        "link": session.link or None,
        "places": session.places,
        "free": session.free,
        "waiting": session.waiting,
        "region": session.region or None,
        "cancelled_at": time_json(session.cancelled_at) if gone else None,
        "cancellation_reason": session.cancellation_reason or None,
        "my_booking": _word(session.mine),
        "my_place_in_line": session.line or None,
    }


def _booking_json(booking: pb.Booking) -> dict[str, Any]:
    return {
        "booking_id": booking.booking_id,
        "name": booking.name,
        "status": _word(booking.status),
        "turn": booking.turn,
        "asked_at": time_json(booking.asked_at),
        "changed_at": time_json(booking.changed_at),
    }


def _page(found: Any, endpoint: str, said: dict[str, Any]) -> Response:
    following = found.next_page_token
    shown = {"sessions": [session_json(each) for each in found.sessions]}
    answer = jsonify(shown | {"next_page_token": following or None})
    if following:
        place = f"{url_for(endpoint)}?{urlencode(said | {'page_token': following})}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


@led_sessions.get("/sessions")
@led_sessions.input(SessionsQuery, location="query", arg_name="said", unknown=RAISE)
@led_sessions.doc(
    summary="List led sessions",
    description="Those ahead of courses that are for you, the next first; Link rel=next leads on.",
    responses={200: "A page of sessions"},
    security="bearer",
)
def list_sessions(said: dict[str, Any]) -> Response:
    """List led sessions."""
    message = pb.ListSessionsRequest(**said)
    found = clients().call(clients().led_sessions.ListSessions, message)
    return _page(found, "led_sessions.list_sessions", said)


@led_sessions.get("/sessions/<uuid:session_id>")
@led_sessions.doc(
    summary="Read a led session",
    description="Its link stands there for who holds a place.",
    responses={200: "The session", 404: "None that you may know of"},
    security="bearer",
)
def get_session(session_id: UUID) -> Response:
    """Read one session."""
    message = pb.GetSessionRequest(session_id=str(session_id))
    found = clients().call(clients().led_sessions.GetSession, message)
    return jsonify(session_json(found.session))


@led_sessions.post("/sessions/<uuid:session_id>/booking")
@led_sessions.input(BookingIn, arg_name="said")
@led_sessions.doc(
    summary="Book a place",
    description="Needs Idempotency-Key. Where none is free you wait in the line.",
    responses={201: "Booked, or in the line", 404: "None", 409: "Closed, booked, or line full"},
    security="bearer",
)
def book_session(session_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Book a place."""
    message = pb.BookSessionRequest(
        session_id=str(session_id), name=said["name"], idempotency_key=idempotency_key()
    )
    made = clients().call(clients().led_sessions.BookSession, message)
    return jsonify(session_json(made.session)), HTTPStatus.CREATED


@led_sessions.delete("/sessions/<uuid:session_id>/booking")
@led_sessions.doc(
    summary="Give your place up",
    description="The first who waits moves up and is told by mail.",
    responses={200: "The session as it stands then", 404: "None", 409: "Begun, or cancelled"},
    security="bearer",
)
def cancel_booking(session_id: UUID) -> Response:
    """Give a place up."""
    message = pb.CancelBookingRequest(session_id=str(session_id))
    left = clients().call(clients().led_sessions.CancelBooking, message)
    return jsonify(session_json(left.session))


@led_sessions.get("/me/bookings")
@led_sessions.doc(
    summary="The led sessions that you booked",
    description="The latest start first, at most 100.",
    responses={200: "The sessions"},
    security="bearer",
)
def list_my_bookings() -> Response:
    """Read one's own bookings."""
    found = clients().call(clients().led_sessions.ListMyBookings, pb.ListMyBookingsRequest())
    return jsonify({"sessions": [session_json(each) for each in found.sessions]})


@led_sessions.post("/taught-sessions")
@led_sessions.input(SessionIn, arg_name="said")
@led_sessions.doc(
    summary="Schedule a led session",
    description="Needs Idempotency-Key. For trainers.",
    responses={201: "The session", 403: "Not allowed", 404: "No such course"},
    security="bearer",
)
def schedule_session(said: dict[str, Any]) -> Response:
    """Schedule a session."""
    times = {name: time_to_pb(said[name]) for name in ("starts_at", "ends_at", "closes_at")}
    message = pb.ScheduleSessionRequest(**said | times, idempotency_key=idempotency_key())
    made = clients().call(clients().led_sessions.ScheduleSession, message).session
    answer = jsonify(session_json(made))
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for(
        "led_sessions.list_session_bookings", session_id=made.session_id
    )
    return answer


@led_sessions.get("/taught-sessions")
@led_sessions.input(_PageQuery, location="query", arg_name="said", unknown=RAISE)
@led_sessions.doc(
    summary="List every led session",
    description="For trainers. Those that are over or cancelled too, the latest start first.",
    responses={200: "A page of sessions", 403: "Not allowed"},
    security="bearer",
)
def list_taught_sessions(said: dict[str, Any]) -> Response:
    """List every session."""
    message = pb.ListTaughtSessionsRequest(**said)
    found = clients().call(clients().led_sessions.ListTaughtSessions, message)
    return _page(found, "led_sessions.list_taught_sessions", said)


@led_sessions.get("/taught-sessions/<uuid:session_id>/bookings")
@led_sessions.doc(
    summary="Who booked a led session",
    description="For trainers. That you read it is on record.",
    responses={200: "The session with its bookings", 403: "Not allowed", 404: "None"},
    security="bearer",
)
def list_session_bookings(session_id: UUID) -> Response:
    """Read who booked."""
    message = pb.ListSessionBookingsRequest(session_id=str(session_id))
    found = clients().call(clients().led_sessions.ListSessionBookings, message)
    bookings = [_booking_json(each) for each in found.bookings]
    return jsonify({"session": session_json(found.session), "bookings": bookings})


@led_sessions.post("/taught-sessions/<uuid:session_id>/attendance")
@led_sessions.input(MarksIn, arg_name="said")
@led_sessions.doc(
    summary="Record who came",
    description="For trainers, once it has begun. All marks are kept, or none.",
    responses={200: "The bookings", 403: "Not allowed", 404: "None", 409: "Too early"},
    security="bearer",
)
def record_attendance(session_id: UUID, said: dict[str, Any]) -> Response:
    """Record who came."""
    message = pb.RecordAttendanceRequest(
        session_id=str(session_id), marks=[pb.Mark(**each) for each in said["marks"]]
    )
    left = clients().call(clients().led_sessions.RecordAttendance, message)
    return jsonify({"bookings": [_booking_json(each) for each in left.bookings]})


@led_sessions.put("/taught-sessions/<uuid:session_id>/time-and-place")
@led_sessions.input(MoveIn, arg_name="said")
@led_sessions.doc(
    summary="Give a led session another time or place",
    description="For trainers. Needs If-Match with the version of the session. All who are booked"
    " or wait are told by mail; their bookings stay.",
    responses={
        200: "The session",
        403: "Not allowed",
        404: "None",
        409: "Begun, or cancelled",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def move_session(session_id: UUID, said: dict[str, Any]) -> Response:
    """Move a session."""
    times = {name: time_to_pb(said[name]) for name in ("starts_at", "ends_at", "closes_at")}
    message = pb.MoveSessionRequest(
        **said | times, session_id=str(session_id), expected_version=expected_version()
    )
    moved = clients().call(clients().led_sessions.MoveSession, message).session
    return with_etag(jsonify(session_json(moved)), moved.version)


@led_sessions.post("/taught-sessions/<uuid:session_id>/cancellation")
@led_sessions.input(CancellationIn, arg_name="said")
@led_sessions.doc(
    summary="Call a led session off",
    description="For trainers. All who are booked or wait are told by mail.",
    responses={200: "The session", 403: "Not allowed", 404: "None", 409: "Begun, or cancelled"},
    security="bearer",
)
def cancel_session(session_id: UUID, said: dict[str, Any]) -> Response:
    """Call a session off."""
    message = pb.CancelSessionRequest(session_id=str(session_id), reason=said["reason"])
    left = clients().call(clients().led_sessions.CancelSession, message)
    return jsonify(session_json(left.session))
