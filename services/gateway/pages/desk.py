"""The desk of those who write and approve alerts; made to be used on a phone."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.alerts.v1 import alert_pb2, alerts_pb2, audience_pb2, regional_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.acting import acts_for, my_regions
from services.gateway.pages.alert_form import AlertForm, content_of
from services.gateway.pages.answers import ask, page, part
from services.gateway.pages.boards import shown_of
from services.gateway.pages.forms import (
    Form,
    Refused,
    line,
    lines,
    one_of,
    shown_on,
    version_read,
)
from services.gateway.pages.freezing import standing
from services.gateway.pages.guarding import confirm, warnings_of, warnings_seen, welsh_due
from services.gateway.pages.language import address
from services.gateway.pages.map_drawing import drawing_of
from services.gateway.pages.places import gazetteer
from services.gateway.pages.previewing import unsent
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in
from services.gateway.pages.wordings import WORDINGS, filled_in

desk = APIBlueprint("desk", __name__, url_prefix="/desk", enable_openapi=False)

PAGE_SIZE: Final = 50
LONGEST_TOKEN: Final = 500
OPEN: Final = (
    alert_pb2.ALERT_STATUS_SUBMITTED,
    alert_pb2.ALERT_STATUS_ISSUED,
    alert_pb2.ALERT_STATUS_DRAFT,
    alert_pb2.ALERT_STATUS_RETURNED,
)
"""What may be hurried comes first."""


class EndForm(Form):
    """Words with which an alert ends."""

    text = lines(lazy_gettext("What recipients will read"), most=1000, render_kw={"rows": 3})
    text_cy = lines(
        lazy_gettext("The same in Welsh, if you have it"),
        most=1000,
        required=False,
        render_kw={"rows": 3},
    )
    authority_reference = line(lazy_gettext("Reference of the decision"), most=200)
    reason = lines(lazy_gettext("Why, for the record only"), most=1000, render_kw={"rows": 3})
    size = one_of(
        lazy_gettext("How many is that?"),
        list(labels.AUDIENCE_SIZES.items()),
        missing=lazy_gettext("choose the size"),
    )
    finding = lines(
        lazy_gettext("What you found, for the record"), most=1000, render_kw={"rows": 3}
    )
    return_reason = lines(
        lazy_gettext("What those who write it should change"), most=1000, render_kw={"rows": 3}
    )
    discard_reason = lines(
        lazy_gettext("Why it is given up, for the record"), most=1000, render_kw={"rows": 3}
    )


@desk.get("/alerts")
@signed_in
def drafts() -> Response:
    """Show what waits, is in force, or is being written; of one status alone a page further on."""
    further = request.args.get("status", "")
    one = [each for each in OPEN if f"ALERT_STATUS_{further}" == alert_pb2.AlertStatus.Name(each)]
    token = request.args.get("page", "")[:LONGEST_TOKEN] if one else ""
    by_status = {}
    for status in one or OPEN:  # each by itself: many drafts hide nothing that is in force
        message = alerts_pb2.ListAlertsRequest(
            page_size=PAGE_SIZE, page_token=token, statuses=[status]
        )
        found = ask(clients().alerts.ListAlerts, message)
        if any(each.status == status for each in found.alerts):
            by_status[status] = found
    reviews = ask(clients().alerts.ListReviews, alerts_pb2.ListReviewsRequest()).alerts
    return page(
        "desk.html",
        by_status=by_status,
        freeze=standing(),
        reviews=reviews,
        welsh_due=welsh_due(),
        my_regions=my_regions(),
    )


@desk.get("/alerts/new")
@signed_in
def new_alert() -> Response:
    """Ask for a new alert's words, beginning from a wording where one was chosen."""
    form = AlertForm(data=filled_in(request.args.get("from", "")))
    return page("desk_new.html", form=form, wordings=WORDINGS)


def _writing(form: AlertForm, status: int = 200, **said: Any) -> Response:
    return page("desk_new.html", status, form=form, wordings={}, **said)


@desk.post("/alerts/new")
@signed_in
def write_alert() -> AnyResponse:
    """Keep a draft, and go to it."""
    form = AlertForm()
    looked = unsent(form, partial(_writing, form))
    if looked is not None:
        return looked
    if form.validate():
        message = alerts_pb2.DraftAlertRequest(
            content=content_of(form), idempotency_key=form.key.data
        )
        try:
            with shown_on(form):
                made = ask(clients().alerts.DraftAlert, message).alert
        except Refused:
            return _writing(form, 400)
        return redirect(address("desk.desk_alert", alert_id=made.alert_id))
    return _writing(form, 400)


@desk.get("/alerts/<uuid:alert_id>")
@signed_in
def desk_alert(alert_id: UUID) -> Response:
    """Show everything that an approver approves, and how far it got."""
    return _shown(alert_id, EndForm())


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
        return _shown(alert_id, form, 400)
    try:
        with shown_on(form):
            deed(str(alert_id), form)
    except Refused:
        return _shown(alert_id, form, 400)
    flash(str(said), "success")
    return redirect(address("desk.desk_alert", alert_id=alert_id))


def _shown(alert_id: UUID, form: EndForm, status: int = 200) -> Response:
    alert = _read(alert_id)
    waits = alert.status == alert_pb2.ALERT_STATUS_SUBMITTED
    message = alerts_pb2.GetReachRequest(alert_id=str(alert_id))
    reach = ask(clients().alerts.GetReach, message) if waits else None
    sent = part(lambda: _sent(alert))
    return page(
        "desk_alert.html",
        status,
        alert=alert,
        form=form,
        reach=reach,
        sent=sent,
        unusual=warnings_of(alert),
        acting=acts_for(alert),
        **_map(alert),
        **shown_of(alert),
    )


def _map(alert: alert_pb2.Alert) -> dict[str, Any]:
    """Return where an alert is, and the premises there; None where these cannot be counted."""
    areas = [
        row for row in alert.content.audience if row.HasField("circle") or row.polygon.latitudes
    ]
    if not alert.digest or not (areas or alert.content.HasField("area")):
        return {"drawing": None}
    message = audience_pb2.GetReachMapRequest(alert_id=alert.alert_id)
    there = part(lambda: ask(clients().alerts.GetReachMap, message)) if areas else None
    return {
        "drawing": drawing_of(alert.content, gazetteer(), there),
        "there": there,
        "has_areas": bool(areas),
    }


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


def _digest() -> bytes:
    try:
        return bytes.fromhex(request.form.get("digest", ""))
    except ValueError:
        raise BadRequest from None


def _submit(alert_id: str, form: EndForm) -> None:
    message = alerts_pb2.SubmitAlertRequest(
        alert_id=alert_id, expected_version=version_read(), warnings_digest=warnings_seen()
    )
    with said_on(form, {"WARNINGS_NOT_SEEN": ""}):
        ask(clients().alerts.SubmitAlert, message)


def _approve(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.ApproveAlert,
        alerts_pb2.ApproveAlertRequest(
            alert_id=alert_id,
            read_digest=_digest(),
            audience_size=alert_pb2.AudienceSize.Value(f"AUDIENCE_SIZE_{form.size.data}"),
            counted=_counted(),
        ),
    )


def _approve_for_region(alert_id: str, form: EndForm) -> None:
    ask(
        clients().regional.ApproveRegionalAlert,
        regional_pb2.ApproveRegionalAlertRequest(
            alert_id=alert_id,
            read_digest=_digest(),
            audience_size=alert_pb2.AudienceSize.Value(f"AUDIENCE_SIZE_{form.size.data}"),
            counted=_counted(),
        ),
    )


def _counted() -> int:
    """Return the count that the page showed.

    Raises:
        BadRequest: no page of ours says this.
    """
    said = request.form.get("counted", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise BadRequest
    return int(said)


def _confirm_welsh(alert_id: str, _: EndForm) -> None:
    confirm(alert_id, _digest())


def _return(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.ReturnAlert,
        alerts_pb2.ReturnAlertRequest(
            alert_id=alert_id, expected_version=version_read(), reason=form.return_reason.data
        ),
    )


def _return_for_region(alert_id: str, form: EndForm) -> None:
    ask(
        clients().regional.ReturnRegionalAlert,
        regional_pb2.ReturnRegionalAlertRequest(
            alert_id=alert_id, expected_version=version_read(), reason=form.return_reason.data
        ),
    )


def _discard(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.DiscardAlert,
        alerts_pb2.DiscardAlertRequest(
            alert_id=alert_id, expected_version=version_read(), reason=form.discard_reason.data
        ),
    )


def _review(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.ReviewAlert,
        alerts_pb2.ReviewAlertRequest(
            alert_id=alert_id, expected_version=version_read(), finding=form.finding.data
        ),
    )


def _withdraw(alert_id: str, form: EndForm) -> None:
    ask(
        clients().alerts.WithdrawAlert,
        alerts_pb2.WithdrawAlertRequest(
            alert_id=alert_id, expected_version=version_read(), reason=form.reason.data
        ),
    )


def _withdraw_for_region(alert_id: str, form: EndForm) -> None:
    ask(
        clients().regional.WithdrawRegionalAlert,
        regional_pb2.WithdrawRegionalAlertRequest(
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
            text_cy=form.text_cy.data or "",
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
    "return": (("return_reason",), _return, lazy_gettext("The alert is sent back.")),
    "return-for-region": (
        ("return_reason",),
        _return_for_region,
        lazy_gettext("The alert is sent back."),
    ),
    "discard": (("discard_reason",), _discard, lazy_gettext("The alert is discarded.")),
    "review": (("finding",), _review, lazy_gettext("The review is on record.")),
    "approve": (("size",), _approve, lazy_gettext("The alert is issued.")),
    "approve-for-region": (("size",), _approve_for_region, lazy_gettext("The alert is issued.")),
    "confirm-welsh": ((), _confirm_welsh, lazy_gettext("The Welsh is confirmed.")),
    "withdraw": (("reason",), _withdraw, lazy_gettext("The alert is withdrawn.")),
    "withdraw-for-region": (
        ("reason",),
        _withdraw_for_region,
        lazy_gettext("The alert is withdrawn."),
    ),
    "propose": (
        ("text", "authority_reference"),
        _propose,
        lazy_gettext("The all-clear awaits a colleague."),
    ),
    "give": ((), _give, lazy_gettext("The all-clear is given.")),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
