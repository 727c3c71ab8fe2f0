"""The desk on which people are appointed to the seats of regions and of sectors in them."""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length, Optional

from isp.identity.v1 import seats_pb2 as pb
from kernel.places import REGIONS, SECTORS
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.days import a_day, last_day
from services.gateway.pages.forms import Form, Refused, line, list_of, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

seats_desk = APIBlueprint("seats_desk", __name__, url_prefix="/desk/seats", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
SOON: Final = 30
"""In days: a term that ends by then is shown as ending soon."""
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be an address"),
    lazy_gettext("must be later than now, at most five years ahead"),
    lazy_gettext("must be the code of a sector"),
    lazy_gettext("must be empty: a coordinator has all sectors"),
    lazy_gettext("must have at most 80 characters"),
)
"""What identity says of these fields, so that it has its Welsh."""

_REFUSED: Final = {
    **dict.fromkeys(
        (
            *("SELF_APPOINTMENT", "SEAT_TWICE", "UNFIT_FOR_SEAT"),
            *("SEAT_OCCUPIED", "POSITION_VACANT"),
        ),
        "",
    ),
    "SUBSCRIBER_NOT_FOUND": lazy_gettext("Nobody has an account with that address."),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}
"""Why something was refused, where the seat's own page says so."""

_NOT_MADE: Final = {
    "SEAT_THERE": "",
    "SEAT_NOT_YOURS": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}


_ALSO: Final[dict[str, Sequence[Any]]] = {"until": (a_day,)}
"""What else is asked of a field."""


class AppointmentForm(Form):
    """Who is to sit in a seat, as what, and until when."""

    position = one_of(lazy_gettext("As what?"), list(labels.SEAT_POSITIONS.items()))
    email = line(
        lazy_gettext("E-mail address of their account"),
        most=254,
        hint=lazy_gettext("They need a verified account here. Nobody appoints themselves."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    until = line(
        lazy_gettext("Last day, if it ends by itself"),
        most=10,
        required=False,
        hint=lazy_gettext("For example 31/12/2027. Empty means that it has no end."),
    )


class SeatForm(Form):
    """Where a new seat is."""

    role = one_of(lazy_gettext("Which seat?"), list(labels.SEAT_ROLES.items()))
    region = list_of(lazy_gettext("Region"), labels.regions)
    sector = list_of(
        lazy_gettext("Sector"),
        lambda: [("", gettext("None: a coordinator has all sectors")), *labels.sectors()],
        validators=[Optional()],
    )
    district = line(
        lazy_gettext("County or business improvement district"),
        most=80,
        required=False,
        hint=lazy_gettext("Only where there are seats for each. Empty means all of the region."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@seats_desk.get("")
@signed_in
def seats() -> Response:
    """Show the seats that the visitor appoints to, with who sits there and what is vacant."""
    said = _filters()
    message = pb.ListSeatsRequest(
        region=said["region"],
        role=pb.SeatRole.Value(f"SEAT_ROLE_{said['role'] or 'UNSPECIFIED'}"),
        sector=said["sector"],
        vacant="vacant" in said["only"],
        ending_within_days=SOON if "ending" in said["only"] else 0,
        page_size=PAGE_SIZE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    return page("desk_seats.html", found=ask(clients().seats.ListSeats, message), said=said)


@seats_desk.get("/new")
@signed_in
def new_seat() -> Response:
    """Ask where a new seat is."""
    return page("desk_seat_new.html", form=SeatForm())


@seats_desk.post("/new")
@signed_in
def create() -> AnyResponse:
    """Make the seat, and go on to appoint somebody to it."""
    form, status = SeatForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.CreateSeatRequest(
            role=pb.SeatRole.Value(f"SEAT_ROLE_{form.role.data}"),
            region=form.region.data,
            sector=form.sector.data or "",
            district=form.district.data or "",
            idempotency_key=form.key.data,
        )
        try:
            with said_on(form, _NOT_MADE):
                made = ask(clients().seats.CreateSeat, message).seat
            flash(gettext("The seat is made. Nobody sits there yet."), "success")
            return redirect(_here(made.seat_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("desk_seat_new.html", status, form=form)


@seats_desk.get("/<uuid:seat_id>")
@signed_in
def seat(seat_id: UUID) -> Response:
    """Show one seat, and what can be done."""
    return _shown(seat_id, AppointmentForm())


@seats_desk.post("/<uuid:seat_id>")
@signed_in
def act(seat_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to the seat as the page showed it."""
    form = AppointmentForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said, after = done
    fit = [form[name].validate(form, _ALSO.get(name, ())) for name in needed]
    if not all(fit):
        return _shown(seat_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(seat_id), form)
    except Refused as refused:
        return _shown(seat_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("seats_desk.seats") if after is None else _here(seat_id))


def _filters() -> dict[str, str]:
    """Return what the visitor narrows the list by; what no page of ours offers narrows nothing."""
    known = {
        "region": REGIONS,
        "role": labels.SEAT_ROLES,
        "sector": SECTORS,
        "only": ("vacant", "ending"),
    }
    asked = {name: request.args.get(name, "") for name in known}
    return {name: asked[name] if asked[name] in known[name] else "" for name in known}


def _here(seat_id: UUID | str) -> str:
    return address("seats_desk.seat", seat_id=seat_id)


def _shown(seat_id: UUID, form: AppointmentForm, status: int = 200) -> Response:
    found = ask(clients().seats.GetSeat, pb.GetSeatRequest(seat_id=str(seat_id))).seat
    vacant = [
        (name, label)
        for name, label in labels.SEAT_POSITIONS.items()
        if not found.HasField(name.lower())
    ]
    form.position.choices = [(name, str(label)) for name, label in vacant]
    return page("desk_seat.html", status, seat=found, form=form, vacant=vacant)


def _appoint(seat_id: str, form: AppointmentForm) -> None:
    message = pb.AppointToSeatRequest(
        seat_id=seat_id,
        expected_version=version_read(),
        position=pb.SeatPosition.Value(f"SEAT_POSITION_{form.position.data}"),
        email=form.email.data,
    )
    until = last_day(form.until.data or "")
    if until is not None:
        message.until.FromDatetime(until)
    ask(clients().seats.AppointToSeat, message)


def _relieve(position: pb.SeatPosition.ValueType) -> "Deed":
    def deed(seat_id: str, _: AppointmentForm) -> None:
        message = pb.VacateSeatRequest(
            seat_id=seat_id, expected_version=version_read(), position=position
        )
        ask(clients().seats.VacateSeat, message)

    return deed


def _close(seat_id: str, _: AppointmentForm) -> None:
    message = pb.CloseSeatRequest(seat_id=seat_id, expected_version=version_read())
    ask(clients().seats.CloseSeat, message)


Deed = Callable[[str, AppointmentForm], None]
_ENDED: Final = lazy_gettext("The appointment is ended.")
_STAYS: Final = "stays"
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any, str | None]]] = {
    "appoint": (
        ("position", "email", "until"),
        _appoint,
        lazy_gettext("They are appointed."),
        _STAYS,
    ),
    "relieve-holder": ((), _relieve(pb.SEAT_POSITION_HOLDER), _ENDED, _STAYS),
    "relieve-deputy": ((), _relieve(pb.SEAT_POSITION_DEPUTY), _ENDED, _STAYS),
    "relieve-associate": ((), _relieve(pb.SEAT_POSITION_ASSOCIATE), _ENDED, _STAYS),
    "close": ((), _close, lazy_gettext("The seat is taken away."), None),
}
"""What each button does: the fields it needs, the deed, what is said, and whether one stays."""
