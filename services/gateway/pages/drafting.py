"""Changing a draft, and writing an update: the form of an alert, begun from what it says."""

from functools import partial
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.alerts.v1 import alert_pb2, alerts_pb2
from services.gateway.clients import clients
from services.gateway.pages.alert_form import (
    EditForm,
    edited,
    filled_from,
    says_its_audience,
    updating,
)
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Refused, shown_on, version_read
from services.gateway.pages.language import address
from services.gateway.pages.previewing import unsent
from services.gateway.pages.visitors import signed_in

drafting = APIBlueprint("drafting", __name__, url_prefix="/desk/alerts", enable_openapi=False)


def _read(alert_id: UUID) -> alert_pb2.Alert:
    message = alerts_pb2.GetAlertRequest(alert_id=str(alert_id))
    alert: alert_pb2.Alert = ask(clients().alerts.GetAlert, message).alert
    return alert


def _edit_form(alert: alert_pb2.Alert, **given: Any) -> EditForm:
    return EditForm(**given).of_region(alert.origin_region)


def _form(
    alert: alert_pb2.Alert,
    form: EditForm,
    status: int = 200,
    name: str = "desk_edit.html",
    **said: Any,
) -> Response:
    addressed = says_its_audience(alert.content, alert.origin_region)
    return page(name, status, alert=alert, form=form, addressed=addressed, **said)


@drafting.get("/<uuid:alert_id>/edit")
@signed_in
def edit_form(alert_id: UUID) -> Response:
    """Show what an alert says, to be changed."""
    alert = _read(alert_id)
    fields = filled_from(alert.content, alert.origin_region)
    return _form(alert, _edit_form(alert, data=fields))


@drafting.post("/<uuid:alert_id>/edit")
@signed_in
def edit(alert_id: UUID) -> AnyResponse:
    """Keep what an alert says from now on."""
    alert = _read(alert_id)
    form = _edit_form(alert)
    looked = unsent(form, partial(_form, alert, form), alert.content)
    if looked is not None:
        return looked
    if not form.validate():
        return _form(alert, form, 400)
    message = alerts_pb2.EditAlertRequest(
        alert_id=str(alert_id),
        expected_version=version_read(),
        content=edited(alert.content, form),
    )
    try:
        with shown_on(form):
            ask(clients().alerts.EditAlert, message)
    except Refused:
        return _form(alert, form, 400)
    flash(gettext("The draft is changed."), "success")
    return redirect(address("desk.desk_alert", alert_id=alert_id))


@drafting.get("/<uuid:alert_id>/update")
@signed_in
def update_form(alert_id: UUID) -> Response:
    """Show what an alert that is out says, to write what takes its place."""
    alert = _read(alert_id)
    return _form(alert, _edit_form(alert, data=updating(alert)), name="desk_update.html")


@drafting.post("/<uuid:alert_id>/update")
@signed_in
def update(alert_id: UUID) -> AnyResponse:
    """Keep the draft of an update, and go to it."""
    alert = _read(alert_id)
    form = _edit_form(alert)
    looked = unsent(form, partial(_form, alert, form, name="desk_update.html"), alert.content)
    if looked is not None:
        return looked
    if not form.validate():
        return _form(alert, form, 400, "desk_update.html")
    message = alerts_pb2.UpdateAlertRequest(
        alert_id=str(alert_id), content=edited(alert.content, form), idempotency_key=form.key.data
    )
    try:
        with shown_on(form):
            made = ask(clients().alerts.UpdateAlert, message).alert
    except Refused:
        return _form(alert, form, 400, "desk_update.html")
    return redirect(address("desk.desk_alert", alert_id=made.alert_id))
