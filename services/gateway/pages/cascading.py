"""What waits to be passed on, and the tree of an alert along seats."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import alerts_pb2
from isp.alerts.v1 import cascades_pb2 as pb
from isp.identity.v1 import seats_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

cascading = APIBlueprint("cascading", __name__, url_prefix="/cascade", enable_openapi=False)

LONGEST: Final = 1000
_DIGITS: Final = 64
_STANDS: Final = lazy_gettext("What stands now is below.")
_REFUSED: Final = {
    "STALE_VERSION": _STANDS,
    "STEP_SETTLED": _STANDS,
    "NOT_YOUR_STEP": _STANDS,
    "VERSION_CHANGED": _STANDS,
    "ALERT_NOT_FOUND": _STANDS,
    "TOO_MANY_BRANCH_REPORTS": _STANDS,
    "CONTEXT_LOOSER": lazy_gettext("Choose a label as tight as the alert's, or tighter."),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Press the button again."),
}
"""Why a deed was refused, where the page says so."""


class WordForm(Form):
    """What somebody adds, or tells those above."""

    text = lines(
        lazy_gettext("A word of your own, if you have one"),
        most=LONGEST,
        required=False,
        hint=lazy_gettext("It stands beside the message, which you cannot change."),
        render_kw={"rows": 4},
    )
    text_cy = lines(
        lazy_gettext("The same in Welsh, if you have it"),
        most=LONGEST,
        required=False,
        render_kw={"rows": 4},
    )
    tlp = one_of(
        lazy_gettext("Who may see your word"),
        [
            ("CLEAR", lazy_gettext("Everyone who has the message (TLP:CLEAR)")),
            ("GREEN", lazy_gettext("Members with an account (TLP:GREEN)")),
            ("AMBER", lazy_gettext("Verified members (TLP:AMBER)")),
        ],
        hint=lazy_gettext("As tight as the message itself, or tighter."),
        default="GREEN",
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@cascading.get("")
@signed_in
def waiting() -> Response:
    """Show what waits for the visitor."""
    return _listed(WordForm())


@cascading.post("")
@signed_in
def pass_on() -> AnyResponse:
    """Pass on what the pressed button stands beside, as the page showed it."""
    form = WordForm()
    wrong = [name for name in ("text", "text_cy", "tlp") if not form[name].validate(form)]
    if wrong:
        return _listed(form, HTTPStatus.BAD_REQUEST)
    message = pb.PassOnRequest(
        alert_id=_said("alert_id", 36),
        region=_said("region", 10),
        sector=_said("sector", 40),
        read_digest=_digest(),
        expected_version=version_read(),
    )
    if (form.text.data or "").strip():
        message.context.text = form.text.data
        message.context.text_cy = form.text_cy.data or ""
        message.context.tlp = kernel_pb2.Tlp.Value(f"TLP_{form.tlp.data}")
    try:
        with said_on(form, _REFUSED):
            ask(clients().cascades.PassOn, message)
    except Refused as refused:
        return _listed(form, refused.status)
    flash(str(lazy_gettext("It is on its way to those whom you stand for.")), "success")
    return redirect(address("cascading.waiting"))


@cascading.get("/<uuid:alert_id>")
@signed_in
def tree(alert_id: UUID) -> Response:
    """Show where an alert came when, whom it reached, and what comes back up."""
    return _shown(alert_id, WordForm())


@cascading.post("/<uuid:alert_id>")
@signed_in
def report_up(alert_id: UUID) -> AnyResponse:
    """Tell those above."""
    form = WordForm()
    text = (form.text.data or "").strip()
    if not text or not form.text.validate(form):
        form.text.errors = [*form.text.errors, str(lazy_gettext("say how things are"))]
        return _shown(alert_id, form, HTTPStatus.BAD_REQUEST)
    message = pb.ReportUpRequest(
        alert_id=str(alert_id),
        region=_said("region", 10),
        sector=_said("sector", 40),
        text=text,
        idempotency_key=form.key.data or "",
    )
    try:
        with said_on(form, _REFUSED):
            ask(clients().cascades.ReportUp, message)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _shown(alert_id, form, refused.status)
    flash(str(lazy_gettext("Those above you have it.")), "success")
    return redirect(address("cascading.tree", alert_id=alert_id))


def _listed(form: WordForm, status: int = 200) -> Response:
    found = ask(clients().cascades.ListWaitingSteps, pb.ListWaitingStepsRequest())
    return page("cascade.html", status, found=found, form=form, pressed=_pressed())


def _shown(alert_id: UUID, form: WordForm, status: int = 200) -> Response:
    message = pb.GetCascadeRequest(alert_id=str(alert_id))
    found = ask(clients().cascades.GetCascade, message)
    of_alert = alerts_pb2.GetAlertRequest(alert_id=str(alert_id))
    alert = ask(clients().alerts.GetAlert, of_alert).alert
    mine = _mine(found)
    said: dict[str, Any] = {"alert": alert, "tree": found, "mine": mine, "form": form}
    return page("cascade_tree.html", status, **said)


def _mine(found: pb.GetCascadeResponse) -> list[tuple[str, str]]:
    """Return the places of the tree for which the visitor stands."""
    own = ask(clients().seats.ListMySeats, seats_pb2.ListMySeatsRequest()).seats
    held = {(each.region, each.sector) for each in own}
    there = [(each.step.region, each.step.sector) for each in found.nodes]
    return [each for each in there if each in held]


def _pressed() -> tuple[str, str, str]:
    return _said("alert_id", 36), _said("region", 10), _said("sector", 40)


def _said(name: str, most: int) -> str:
    return request.values.get(name, "")[:most]


def _digest() -> bytes:
    try:
        return bytes.fromhex(_said("digest", _DIGITS))
    except ValueError as wrong:
        raise BadRequest from wrong
