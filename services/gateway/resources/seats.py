"""Who stands for a region, or for a sector in it, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import seats_pb2 as pb
from kernel.places import REGIONS, SECTORS
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import Moment, String

seats = APIBlueprint("seats", __name__, url_prefix="/v1", tag="Seats")

POSITIONS: Final = ("HOLDER", "DEPUTY", "ASSOCIATE")
ROLES: Final = ("REGIONAL_COORDINATOR", "SECTOR_LEAD")
_CHANGED: Final = {
    200: "The seat",
    403: "Not allowed",
    404: "None that you appoint to",
    409: "Taken, vacant, or not fit",
    412: "Stale",
    428: "No If-Match",
}


class SeatIn(Schema):
    """A role in a place; a coordinator's seat has no sector."""

    role = String(required=True, validate=OneOf(ROLES))
    region = String(required=True, validate=OneOf(list(REGIONS)))
    sector = String(load_default="", validate=OneOf(["", *SECTORS]))
    district = String(load_default="", validate=Length(max=80))


class AppointmentIn(Schema):
    """Who is to sit there; `until` is when it ends by itself."""

    position = String(required=True, validate=OneOf(POSITIONS))
    email = String(required=True, validate=Length(min=3, max=254))
    until = Moment(load_default=None, allow_none=True)


class VacancyIn(Schema):
    """Who is to sit there no more."""

    position = String(required=True, validate=OneOf(POSITIONS))


class SeatsQuery(Schema):
    """Which seats, and which page of them; `ending_within_days` is 0 for all."""

    region = String(load_default="", validate=OneOf(["", *REGIONS]))
    role = String(load_default="", validate=OneOf(["", *ROLES]))
    sector = String(load_default="", validate=OneOf(["", *SECTORS]))
    vacant = Boolean(load_default=False)
    ending_within_days = Integer(load_default=0, validate=Range(0, 366))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def seat_json(seat: pb.Seat) -> dict[str, Any]:
    """Return a seat with who sits there."""
    return {
        "seat_id": seat.seat_id,
        "version": seat.version,
        "role": pb.SeatRole.Name(seat.role).removeprefix("SEAT_ROLE_"),
        "region": seat.region,
        "sector": seat.sector or None,
        "district": seat.district or None,
        "holder": _sitter(seat.holder) if seat.HasField("holder") else None,
        "deputy": _sitter(seat.deputy) if seat.HasField("deputy") else None,
        "associate": _sitter(seat.associate) if seat.HasField("associate") else None,
    }


def _sitter(said: pb.Sitter) -> dict[str, Any]:
    return {
        "subject": said.subject,
        "name": said.name or None,
        "email": said.email or None,
        "since": time_json(said.since),
        "until": time_json(said.until) if said.HasField("until") else None,
    }


def _seat(seat: pb.Seat) -> Response:
    return with_etag(jsonify(seat_json(seat)), seat.version)


def _position(word: str) -> pb.SeatPosition.ValueType:
    return pb.SeatPosition.Value(f"SEAT_POSITION_{word}")


@seats.post("/seats")
@seats.input(SeatIn, arg_name="said")
@seats.doc(
    summary="Make a seat",
    description="Vacant at first. Needs Idempotency-Key and a fresh second factor.",
    responses={201: "The seat", 401: "A fresh second factor", 403: "Not allowed", 409: "There"},
    security="bearer",
)
def create_seat(said: dict[str, Any]) -> tuple[Response, int]:
    """Make a seat."""
    role = pb.SeatRole.Value(f"SEAT_ROLE_{said['role']}")
    message = pb.CreateSeatRequest(**said | {"role": role}, idempotency_key=idempotency_key())
    made = clients().call(clients().seats.CreateSeat, message)
    return _seat(made.seat), HTTPStatus.CREATED


@seats.get("/seats")
@seats.input(SeatsQuery, location="query", arg_name="said", unknown=RAISE)
@seats.doc(
    summary="The seats that you appoint to",
    description="With the names of who sits there; an address is shown with its seat alone.",
    responses={200: "A page, oldest first", 403: "Not allowed"},
    security="bearer",
)
def list_seats(said: dict[str, Any]) -> Response:
    """List seats."""
    role = pb.SeatRole.Value(f"SEAT_ROLE_{said['role'] or 'UNSPECIFIED'}")
    page = clients().call(clients().seats.ListSeats, pb.ListSeatsRequest(**said | {"role": role}))
    following = page.next_page_token or None
    shown = [seat_json(each) for each in page.seats]
    answer = jsonify({"seats": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        answer.headers["Link"] = f'</v1/seats?{query}>; rel="next"'
    return answer


@seats.get("/seats/<uuid:seat_id>")
@seats.doc(
    summary="A seat that you appoint to",
    responses={200: "The seat", 403: "Not allowed", 404: "None that you appoint to"},
    security="bearer",
)
def get_seat(seat_id: UUID) -> Response:
    """Show a seat."""
    message = pb.GetSeatRequest(seat_id=str(seat_id))
    return _seat(clients().call(clients().seats.GetSeat, message).seat)


@seats.get("/me/seats")
@seats.doc(summary="Your seats", responses={200: "All of them", 401: "Sign in"}, security="bearer")
def list_my_seats() -> Response:
    """List the caller's seats."""
    found = clients().call(clients().seats.ListMySeats, pb.ListMySeatsRequest())
    return jsonify({"seats": [seat_json(each) for each in found.seats]})


@seats.post("/seats/<uuid:seat_id>/appointment")
@seats.input(AppointmentIn, arg_name="said")
@seats.doc(
    summary="Put somebody into a seat",
    description="Needs If-Match and a fresh second factor. Who holds it or stands in gets its role."
    " An associate gets none.",
    responses=_CHANGED,
    security="bearer",
)
def appoint_to_seat(seat_id: UUID, said: dict[str, Any]) -> Response:
    """Put somebody into a seat."""
    message = pb.AppointToSeatRequest(
        seat_id=str(seat_id),
        expected_version=expected_version(),
        position=_position(said["position"]),
        email=said["email"],
    )
    if said["until"] is not None:
        message.until.FromDatetime(said["until"])
    return _seat(clients().call(clients().seats.AppointToSeat, message).seat)


@seats.post("/seats/<uuid:seat_id>/vacancy")
@seats.input(VacancyIn, arg_name="said")
@seats.doc(
    summary="Let nobody sit there any more",
    description="Needs If-Match and a fresh second factor. Their role goes unless another seat "
    "gives it.",
    responses=_CHANGED,
    security="bearer",
)
def vacate_seat(seat_id: UUID, said: dict[str, Any]) -> Response:
    """Relieve whoever sits in a seat."""
    message = pb.VacateSeatRequest(
        seat_id=str(seat_id),
        expected_version=expected_version(),
        position=_position(said["position"]),
    )
    return _seat(clients().call(clients().seats.VacateSeat, message).seat)


@seats.delete("/seats/<uuid:seat_id>")
@seats.doc(
    summary="Take a seat away",
    description="Needs If-Match and a fresh second factor.",
    responses={204: "It is gone", 403: "Not allowed", 404: "None that you appoint to"},
    security="bearer",
)
def close_seat(seat_id: UUID) -> tuple[str, int]:
    """Take a seat away."""
    message = pb.CloseSeatRequest(seat_id=str(seat_id), expected_version=expected_version())
    clients().call(clients().seats.CloseSeat, message)
    return "", HTTPStatus.NO_CONTENT
