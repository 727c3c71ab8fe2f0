"""Led sessions between domain words and protobuf."""

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from google.protobuf.message import Message

from chassis.requests import NUL, Wrong, id_from, key_from, page_size_from, place_from
from isp.training.v1 import led_sessions_pb2 as pb
from kernel.idempotency import RequestKey
from kernel.web_addresses import LONGEST_URL
from services.training.domain.led_session import (
    HOLDING,
    LONGEST_PLACE,
    MOST_PLACES,
    Booking,
    BookingStatus,
)
from services.training.inbound.shown import moment
from services.training.usecases.led_reading import SessionSeen

_LONGEST_REGION: Final = 10


def listing_from(request: pb.ListSessionsRequest) -> dict[str, Any]:
    """Return which page of which sessions is wanted.

    Raises:
        Invalid: a field is out of bounds.
    """
    wrong = Wrong()
    wrong.unless(len(request.region) <= _LONGEST_REGION, "region", "must be the code of a region")
    wrong.check()
    course = id_from("course_id", request.course_id) if request.course_id else None
    return {
        "course_id": course,
        "region": request.region,
        "after": place_from(request.page_token),
        "size": page_size_from(request.page_size),
    }


def scheduling_from(
    request: pb.ScheduleSessionRequest,
) -> tuple[UUID, dict[str, Any], RequestKey]:
    """Return the course, what is said of the session, and the key.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    course = wrong.built("course_id", lambda: id_from("course_id", request.course_id))
    key = wrong.built("idempotency_key", lambda: key_from("ScheduleSession", request))
    when_and_where = _when_and_where(wrong, request)
    wrong.check()
    assert course is not None
    assert key is not None
    return course, when_and_where | {"places": request.places, "region": request.region}, key


def moving_from(request: pb.MoveSessionRequest) -> tuple[UUID, dict[str, Any]]:
    """Return the session, and its time and place from now on.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    session = wrong.built("session_id", lambda: id_from("session_id", request.session_id))
    said = _when_and_where(wrong, request)
    wrong.check()
    assert session is not None
    return session, said


def _when_and_where(
    wrong: Wrong, request: pb.ScheduleSessionRequest | pb.MoveSessionRequest
) -> dict[str, Any]:
    starts, ends = _at(wrong, request, "starts_at"), _at(wrong, request, "ends_at")
    closes = _at(wrong, request, "closes_at") if request.HasField("closes_at") else starts
    place, link = request.place.strip(), request.link.strip()
    good = len(place) <= LONGEST_PLACE and NUL not in place
    wrong.unless(good, "place", f"must have at most {LONGEST_PLACE} characters")
    wrong.unless(len(link) <= LONGEST_URL, "link", f"must have at most {LONGEST_URL} characters")
    return {
        "starts_at": starts,
        "ends_at": ends,
        "closes_at": closes,
        "place": place,
        "link": link,
    }


def _at(wrong: Wrong, message: Message, name: str) -> datetime | None:
    if not message.HasField(name):
        wrong.say(name, "must be said")
        return None
    return wrong.built(name, lambda: getattr(message, name).ToDatetime(tzinfo=UTC))


def marks_from(request: pb.RecordAttendanceRequest) -> tuple[UUID, dict[UUID, bool]]:
    """Return the session, and who came.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    session = wrong.built("session_id", lambda: id_from("session_id", request.session_id))
    wrong.unless(1 <= len(request.marks) <= MOST_PLACES, "marks", f"must be 1 to {MOST_PLACES}")
    marks: dict[UUID, bool] = {}
    for number, each in enumerate(request.marks[:MOST_PLACES]):
        field = f"marks[{number}].booking_id"
        booking = wrong.built(field, partial(id_from, field, each.booking_id))
        if booking is not None:
            wrong.unless(booking not in marks, field, "is marked again")
            marks[booking] = each.came
    wrong.check()
    assert session is not None
    return session, marks


def session_to_pb(seen: SessionSeen, *, trainer: bool = False) -> pb.LedSession:
    """Return a session as its reader sees it: the link only to who holds a place, and trainers."""
    session, mine = seen.session, seen.mine
    may_enter = trainer or (mine is not None and mine.status in HOLDING)
    return pb.LedSession(
        session_id=str(session.session_id),
        version=session.version,
        course_id=str(session.course_id),
        title=seen.course.title,
        title_cy=seen.course.title_cy,
        starts_at=moment(session.starts_at),
        ends_at=moment(session.ends_at),
        closes_at=moment(session.closes_at),
        place=session.place,
        online=bool(session.link),
        link=session.link if may_enter else "",
        places=session.places,
        free=seen.free,
        waiting=seen.waiting,
        region=session.region,
        cancelled_at=moment(session.cancelled_at) if session.cancelled_at else None,
        cancellation_reason=session.cancellation_reason,
        mine=_status(mine.status) if mine else pb.BOOKING_STATUS_UNSPECIFIED,
        line=seen.line,
    )


def booking_to_pb(booking: Booking) -> pb.Booking:
    """Return a booking as trainers see it."""
    return pb.Booking(
        booking_id=str(booking.booking_id),
        name=booking.name,
        status=_status(booking.status),
        turn=booking.turn,
        asked_at=moment(booking.asked_at),
        changed_at=moment(booking.changed_at),
    )


def _status(status: BookingStatus) -> "pb.BookingStatus.ValueType":
    return pb.BookingStatus.Value(f"BOOKING_STATUS_{status.name}")
