"""The desk on which two people move a cordon and one keeps it; made to be used on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from isp.alerts.v1 import cordon_pb2 as pb
from isp.alerts.v1 import cordons_pb2 as rpc
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

cordon_desk = APIBlueprint("cordon_desk", __name__, url_prefix="/desk/alerts", enable_openapi=False)

LONGEST_LINE: Final = 1_500_000
"""Characters of 50,000 points, each on a line of its own."""

MINUTES: Final = (
    ("30", lazy_gettext("30 minutes")),
    ("60", lazy_gettext("1 hour")),
    ("120", lazy_gettext("2 hours")),
    ("240", lazy_gettext("4 hours")),
    ("480", lazy_gettext("8 hours")),
)
_REFUSED: Final = dict.fromkeys(
    (
        *("SELF_APPROVAL", "VERSION_CHANGED", "STALE_VERSION", "ILLEGAL_TRANSITION"),
        *("UPDATE_DUE_PASSED", "CORDON_HELD_BY_ANOTHER", "NOTHING_CHANGED", "TOO_MANY_CORDONS"),
        *("ISSUING_FROZEN", "IDEMPOTENCY_KEY_REUSED"),
    ),
    "",
)
"""Why something was refused, where the cordon's own page says so."""


def _points(said: str) -> kernel_pb2.Polygon | None:
    """Return the line of a text of `latitude,longitude`, one a line; None if it is no such text."""
    polygon = kernel_pb2.Polygon()
    for each in filter(str.strip, said.splitlines()):
        try:
            latitude, longitude = map(float, each.split(","))
        except ValueError:
            return None
        polygon.latitudes.append(latitude)
        polygon.longitudes.append(longitude)
    return polygon


class LineForm(Form):
    """Where a cordon is to run, and when the next word is due."""

    place = line(lazy_gettext("Where, in words"), most=200)
    points = lines(
        lazy_gettext("The line"),
        most=LONGEST_LINE,
        hint=lazy_gettext(
            "Latitude and longitude with a comma between, one point a line; the last is the first"
            " again. 51.5010,-0.1416 is a point."
        ),
        render_kw={"rows": 6},
    )
    due_in = list_of(lazy_gettext("Next update due in"), list(MINUTES))
    authority_reference = line(
        lazy_gettext("Reference of the decision, if there is one"), most=200, required=False
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def validate_points(self, field: Any) -> None:
        """See that it is a list of points; WTForms calls this."""
        if _points(field.data or "") is None:
            raise ValidationError(gettext("must be latitude,longitude on each line"))


class CordonForm(LineForm):
    """Everything that can be said of a cordon."""

    renewed_for = list_of(lazy_gettext("The next update is due in"), list(MINUTES))
    handover_note = lines(
        lazy_gettext("What the officer before you left to know"),
        most=1000,
        render_kw={"rows": 3},
    )
    lift_reference = line(lazy_gettext("Reference of the authority that decided it"), most=200)
    reason = lines(
        lazy_gettext("Why it is given up, for the record"), most=1000, render_kw={"rows": 3}
    )


@cordon_desk.get("/<uuid:alert_id>/cordons")
@signed_in
def cordons(alert_id: UUID) -> Response:
    """Show the cordons of an alert: what stands, and what awaits a colleague."""
    return page("desk_cordons.html", alert_id=alert_id, cordons=_read(alert_id))


@cordon_desk.get("/<uuid:alert_id>/cordons/new")
@signed_in
def new_cordon(alert_id: UUID) -> Response:
    """Ask where a cordon is to run."""
    return page("desk_cordon_new.html", alert_id=alert_id, form=LineForm())


@cordon_desk.post("/<uuid:alert_id>/cordons/new")
@signed_in
def propose(alert_id: UUID) -> AnyResponse:
    """Keep the proposal, and go to it."""
    form = LineForm()
    status = HTTPStatus.BAD_REQUEST
    if form.validate():
        try:
            with said_on(form, _REFUSED):
                message = rpc.ProposeCordonRequest(
                    alert_id=str(alert_id), idempotency_key=form.key.data
                )
                made = ask(clients().cordons.ProposeCordon, _with_line(form, message)).cordon
            flash(gettext("The cordon awaits a colleague."), "success")
            return redirect(_here(alert_id, made.cordon_id))
        except Refused as refused:
            status = HTTPStatus(refused.status)
    return page("desk_cordon_new.html", status, alert_id=alert_id, form=form)


@cordon_desk.get("/<uuid:alert_id>/cordons/<uuid:cordon_id>")
@signed_in
def cordon(alert_id: UUID, cordon_id: UUID) -> Response:
    """Show one cordon, and what can be done."""
    return _shown(alert_id, cordon_id, CordonForm())


@cordon_desk.post("/<uuid:alert_id>/cordons/<uuid:cordon_id>")
@signed_in
def act(alert_id: UUID, cordon_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to exactly what the page showed."""
    form = CordonForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    if not all([form[name].validate(form) for name in needed] + _more(form, needed)):
        return _shown(alert_id, cordon_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, _REFUSED):
            deed(str(cordon_id), form)
    except Refused as refused:
        return _shown(alert_id, cordon_id, form, refused.status)
    flash(str(said), "success")
    return redirect(_here(alert_id, cordon_id))


def _more(form: CordonForm, needed: tuple[str, ...]) -> list[bool]:
    """Return whether the points are points, where they are asked for."""
    if "points" in needed and _points(form.points.data or "") is None:
        wrong = gettext("must be latitude,longitude on each line")
        form.points.errors = [*form.points.errors, wrong]
        return [False]
    return []


def _here(alert_id: UUID, cordon_id: UUID | str) -> str:
    return address("cordon_desk.cordon", alert_id=alert_id, cordon_id=cordon_id)


def _read(alert_id: UUID) -> list[pb.Cordon]:
    message = rpc.ListCordonsRequest(alert_id=str(alert_id))
    found: list[pb.Cordon] = list(ask(clients().cordons.ListCordons, message).cordons)
    return found


def _shown(alert_id: UUID, cordon_id: UUID, form: CordonForm, status: int = 200) -> Response:
    found = next((each for each in _read(alert_id) if each.cordon_id == str(cordon_id)), None)
    if found is None:
        raise NotFound
    return page("desk_cordon.html", status, alert_id=alert_id, cordon=found, form=form)


def _in(minutes: str) -> datetime:
    return datetime.now(UTC) + timedelta(minutes=int(minutes))


def _with_line(form: LineForm, message: Any) -> Any:
    message.place = form.place.data
    message.authority_reference = form.authority_reference.data or ""
    message.polygon.CopyFrom(_points(form.points.data))
    message.next_update_due.FromDatetime(_in(form.due_in.data))
    return message


def _move(cordon_id: str, form: CordonForm) -> None:
    message = rpc.MoveCordonRequest(cordon_id=cordon_id, expected_version=version_read())
    ask(clients().cordons.MoveCordon, _with_line(form, message))


def _lift(cordon_id: str, form: CordonForm) -> None:
    message = rpc.LiftCordonRequest(
        cordon_id=cordon_id,
        expected_version=version_read(),
        authority_reference=form.lift_reference.data,
    )
    ask(clients().cordons.LiftCordon, message)


def _drop(cordon_id: str, form: CordonForm) -> None:
    message = rpc.DropCordonChangeRequest(
        cordon_id=cordon_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().cordons.DropCordonChange, message)


def _confirm(cordon_id: str, _: CordonForm) -> None:
    try:
        read = bytes.fromhex(request.form.get("digest", ""))
    except ValueError:
        raise BadRequest from None
    message = rpc.ConfirmCordonRequest(cordon_id=cordon_id, read_digest=read)
    ask(clients().cordons.ConfirmCordon, message)


def _renew(cordon_id: str, form: CordonForm) -> None:
    message = rpc.RenewCordonRequest(cordon_id=cordon_id, expected_version=version_read())
    message.next_update_due.FromDatetime(_in(form.renewed_for.data))
    ask(clients().cordons.RenewCordon, message)


def _take(cordon_id: str, form: CordonForm) -> None:
    message = rpc.TakeCordonRequest(
        cordon_id=cordon_id,
        expected_version=version_read(),
        handover_note=form.handover_note.data,
    )
    ask(clients().cordons.TakeCordon, message)


Deed = Callable[[str, CordonForm], None]
_WAITS: Final = lazy_gettext("The change awaits a colleague.")
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "move": (("place", "points", "due_in", "authority_reference"), _move, _WAITS),
    "lift": (("lift_reference",), _lift, _WAITS),
    "drop": (("reason",), _drop, lazy_gettext("The proposal is given up.")),
    "confirm": ((), _confirm, lazy_gettext("It is done, and readers are told.")),
    "renew": (("renewed_for",), _renew, lazy_gettext("Readers see when the next update is due.")),
    "take": (("handover_note",), _take, lazy_gettext("You keep this cordon up to date now.")),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
