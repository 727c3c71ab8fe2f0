"""The desk of those who write and approve alerts; made to be used on a phone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import alert_pb2, alerts_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.forms import (
    Form,
    Refused,
    line,
    lines,
    many_of,
    one_of,
    shown_on,
    version_read,
)
from services.gateway.pages.language import address, language, of_document
from services.gateway.pages.visitors import signed_in
from services.gateway.pages.wordings import WORDINGS, filled_in

desk = APIBlueprint("desk", __name__, url_prefix="/desk", enable_openapi=False)

PAGE_SIZE: Final = 50
OPEN: Final = (
    alert_pb2.ALERT_STATUS_SUBMITTED,
    alert_pb2.ALERT_STATUS_DRAFT,
    alert_pb2.ALERT_STATUS_RETURNED,
    alert_pb2.ALERT_STATUS_ISSUED,
)
EXPIRIES: Final = (
    ("60", lazy_gettext("1 hour")),
    ("180", lazy_gettext("3 hours")),
    ("720", lazy_gettext("12 hours")),
    ("1440", lazy_gettext("24 hours")),
)
SHARING: Final = (
    ("CLEAR/PUBLIC", lazy_gettext("TLP:CLEAR: everyone may read and pass it on")),
    ("GREEN/REGISTERED", lazy_gettext("TLP:GREEN: registered subscribers")),
    ("AMBER/VERIFIED", lazy_gettext("TLP:AMBER: verified subscribers")),
)


EXERCISE: Final = lazy_gettext("This is an exercise: every message says so first and last")


class AlertForm(Form):
    """What an alert says, and to whom."""

    headline = line(lazy_gettext("Headline"), most=160)
    action_line = line(
        lazy_gettext("What to do, in one line"),
        most=160,
        required=False,
        hint=lazy_gettext("For example: Stay inside. Lock doors. Await instructions."),
    )
    description = lines(lazy_gettext("What is happening"), most=1400, render_kw={"rows": 4})
    instruction = lines(lazy_gettext("What people should do"), most=1400, render_kw={"rows": 4})
    severity = one_of(lazy_gettext("Severity"), list(labels.SEVERITIES.items()))
    urgency = one_of(lazy_gettext("Urgency"), list(labels.URGENCIES.items()))
    certainty = one_of(lazy_gettext("Certainty"), list(labels.CERTAINTIES.items()))
    sharing = one_of(lazy_gettext("Who may read it"), list(SHARING))
    regions = many_of(
        lazy_gettext("Regions"), labels.regions, hint=lazy_gettext("None means everywhere.")
    )
    sectors = many_of(
        lazy_gettext("Sectors"), labels.sectors, hint=lazy_gettext("None means all of them.")
    )
    minutes = one_of(lazy_gettext("It ends by itself after"), list(EXPIRIES))
    exercise = many_of(lazy_gettext("Is it an exercise?"), lambda: [("yes", EXERCISE)])
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class EndForm(Form):
    """Words with which an alert ends."""

    text = lines(lazy_gettext("What recipients will read"), most=1000, render_kw={"rows": 3})
    authority_reference = line(lazy_gettext("Reference of the decision"), most=200)
    reason = lines(lazy_gettext("Why, for the record only"), most=1000, render_kw={"rows": 3})


@desk.get("/alerts")
@signed_in
def drafts() -> Response:
    """Show what waits, is being written, or is in force."""
    message = alerts_pb2.ListAlertsRequest(page_size=PAGE_SIZE, statuses=OPEN)
    found = ask(clients().alerts.ListAlerts, message).alerts
    by_status = {
        status: [each for each in found if each.status == status]
        for status in OPEN
        if any(each.status == status for each in found)
    }
    return page("desk.html", by_status=by_status)


@desk.get("/alerts/new")
@signed_in
def new_alert() -> Response:
    """Ask for a new alert's words, beginning from a wording where one was chosen."""
    form = AlertForm(data=filled_in(request.args.get("from", "")))
    return page("desk_new.html", form=form, wordings=WORDINGS)


@desk.post("/alerts/new")
@signed_in
def write_alert() -> AnyResponse:
    """Keep a draft, and go to it."""
    form = AlertForm()
    if form.validate():
        message = alerts_pb2.DraftAlertRequest(
            content=_content(form), idempotency_key=form.key.data
        )
        try:
            with shown_on(form):
                made = ask(clients().alerts.DraftAlert, message).alert
        except Refused:
            return page("desk_new.html", 400, form=form, wordings={})
        return redirect(address("desk.desk_alert", alert_id=made.alert_id))
    return page("desk_new.html", 400, form=form, wordings={})


@desk.get("/alerts/<uuid:alert_id>")
@signed_in
def desk_alert(alert_id: UUID) -> Response:
    """Show everything that an approver approves, and how far it got."""
    alert = _read(alert_id)
    return page("desk_alert.html", alert=alert, form=EndForm(), sent=part(lambda: _sent(alert)))


@desk.post("/alerts/<uuid:alert_id>")
@signed_in
def act(alert_id: UUID) -> AnyResponse:
    """Do what the pressed button says, on the version that the page showed."""
    form = EndForm()
    done = _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    if not all(form[name].validate(form) for name in needed):
        return _again(alert_id, form)
    try:
        with shown_on(form):
            deed(str(alert_id), form)
    except Refused:
        return _again(alert_id, form)
    flash(str(said), "success")
    return redirect(address("desk.desk_alert", alert_id=alert_id))


def _again(alert_id: UUID, form: EndForm) -> Response:
    """Show the page again, with what is wrong."""
    alert = _read(alert_id)
    sent = part(lambda: _sent(alert))
    return page("desk_alert.html", 400, alert=alert, form=form, sent=sent)


def _read(alert_id: UUID) -> alert_pb2.Alert:
    message = alerts_pb2.GetAlertRequest(alert_id=str(alert_id))
    alert: alert_pb2.Alert = ask(clients().alerts.GetAlert, message).alert
    return alert


def _sent(alert: alert_pb2.Alert) -> alerts_pb2.GetDeliveriesResponse:
    """Return how far an alert got, to those whom the service shows its digest."""
    if not alert.digest or not alert.HasField("issued_at"):
        return alerts_pb2.GetDeliveriesResponse()
    message = alerts_pb2.GetDeliveriesRequest(alert_id=alert.alert_id)
    found: alerts_pb2.GetDeliveriesResponse = ask(clients().alerts.GetDeliveries, message)
    return found


def _content(form: AlertForm) -> alert_pb2.AlertContent:
    tlp, _, tier = form.sharing.data.partition("/")
    content = alert_pb2.AlertContent(
        headline=form.headline.data,
        action_line=form.action_line.data or "",
        description=form.description.data,
        instruction=form.instruction.data,
        language=of_document(language()),
        severity=alert_pb2.Severity.Value(f"SEVERITY_{form.severity.data}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{form.urgency.data}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{form.certainty.data}"),
        marking=kernel_pb2.Marking(
            tlp=kernel_pb2.Tlp.Value(f"TLP_{tlp}"),
            minimum_tier=kernel_pb2.Tier.Value(f"TIER_{tier}"),
        ),
        exercise=bool(form.exercise.data),
    )
    for row in _audience(form.regions.data, form.sectors.data):
        content.audience.add(mode=row[0], kind=row[1], value=row[2])
    content.expires_at.FromDatetime(datetime.now(UTC) + timedelta(minutes=int(form.minutes.data)))
    return content


def _audience(regions: list[str], sectors: list[str]) -> list[tuple[Any, Any, str]]:
    """Return rows: any of the regions, and of the sectors any too; everyone where none is said."""
    include, must = kernel_pb2.AUDIENCE_MODE_INCLUDE, kernel_pb2.AUDIENCE_MODE_MUST_BE
    rows: list[tuple[Any, Any, str]] = [
        (include, kernel_pb2.AUDIENCE_KIND_REGION, code) for code in regions
    ] or [(include, kernel_pb2.AUDIENCE_KIND_EVERYONE, "")]
    return rows + [(must, kernel_pb2.AUDIENCE_KIND_SECTOR, code) for code in sectors]


def _digest() -> bytes:
    try:
        return bytes.fromhex(request.form.get("digest", ""))
    except ValueError:
        raise BadRequest from None


def _submit(alert_id: str, _: EndForm) -> None:
    ask(
        clients().alerts.SubmitAlert,
        alerts_pb2.SubmitAlertRequest(alert_id=alert_id, expected_version=version_read()),
    )


def _approve(alert_id: str, _: EndForm) -> None:
    ask(
        clients().alerts.ApproveAlert,
        alerts_pb2.ApproveAlertRequest(alert_id=alert_id, read_digest=_digest()),
    )


def _withdraw(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.WithdrawAlert,
        alerts_pb2.WithdrawAlertRequest(
            alert_id=alert_id, expected_version=version_read(), reason=form.reason.data
        ),
    )


def _propose(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.ProposeAllClear,
        alerts_pb2.ProposeAllClearRequest(
            alert_id=alert_id,
            expected_version=version_read(),
            text=form.text.data,
            authority_reference=form.authority_reference.data,
        ),
    )


def _give(alert_id: str, _: EndForm) -> None:
    ask(
        clients().alerts.GiveAllClear,
        alerts_pb2.GiveAllClearRequest(alert_id=alert_id, read_digest=_digest()),
    )


Deed = Callable[[str, EndForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "submit": ((), _submit, lazy_gettext("The alert awaits a colleague's approval.")),
    "approve": ((), _approve, lazy_gettext("The alert is issued.")),
    "withdraw": (("reason",), _withdraw, lazy_gettext("The alert is withdrawn.")),
    "propose": (
        ("text", "authority_reference"),
        _propose,
        lazy_gettext("The all-clear awaits a colleague."),
    ),
    "give": ((), _give, lazy_gettext("The all-clear is given.")),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
