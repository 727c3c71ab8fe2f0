"""Having an account: registering, confirming, and what the platform knows of you."""

from uuid import uuid4

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import alert_mails_pb2, identity_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, many_of, shown_on
from services.gateway.pages.language import address, language
from services.gateway.pages.navigation import KEYS, desks_for
from services.gateway.pages.visitors import signed_in

account = APIBlueprint("account", __name__, enable_openapi=False)


class Registration(Form):
    """An application for an account."""

    given_name = line(
        lazy_gettext("First name"), most=100, render_kw={"autocomplete": "given-name"}
    )
    family_name = line(
        lazy_gettext("Last name"), most=100, render_kw={"autocomplete": "family-name"}
    )
    email = line(
        lazy_gettext("E-mail address"),
        most=254,
        hint=lazy_gettext("We send you a link to confirm that it is yours."),
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    organisation_name = line(
        lazy_gettext("Business or organisation"),
        most=200,
        required=False,
        hint=lazy_gettext("You may leave it empty."),
        render_kw={"autocomplete": "organization"},
    )
    regions = many_of(lazy_gettext("Where are you?"), labels.regions, least=1)
    sectors = many_of(
        lazy_gettext("What do you do?"),
        labels.sectors,
        least=1,
        most=10,
        hint=lazy_gettext("Choose up to ten."),
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@account.get("/register")
def register() -> Response:
    """Ask for what an account needs."""
    return page("register.html", form=Registration())


@account.post("/register")
def send_registration() -> AnyResponse:
    """Apply; the answer is the same for an address that is known."""
    form = Registration()
    if form.validate():
        message = identity_pb2.RegisterSubscriberRequest(
            email=form.email.data,
            given_name=form.given_name.data,
            family_name=form.family_name.data,
            organisation_name=form.organisation_name.data or "",
            regions=form.regions.data,
            sectors=form.sectors.data,
            language=language(),
            idempotency_key=form.key.data,
        )
        try:
            with shown_on(form):
                ask(clients().identity.RegisterSubscriber, message)
        except Refused:
            return page("register.html", 400, form=form)
        return page("registered.html")
    return page("register.html", 400, form=form)


@account.get("/register/confirm")
def confirm_form() -> Response:
    """Ask for one press: mail scanners open links, and must not confirm by it."""
    return page("confirm.html", token=request.args.get("token", "")[:200])


@account.post("/register/confirm")
def confirm() -> Response:
    """Confirm an address, and say what comes next."""
    message = identity_pb2.ConfirmEmailRequest(token=request.form.get("token", "")[:200])
    try:
        ask(clients().identity.ConfirmEmail, message)
    except grpc.RpcError as error:
        if refusal_of(error).reason in {"APPLICATION_NOT_FOUND", "INVALID"}:
            return page("confirm_failed.html", 404)
        raise
    return page("confirmed.html")


@account.get("/account")
@signed_in
def account_page() -> Response:
    """Show what the platform knows of the visitor, and what they may do."""
    me = ask(clients().identity.GetMe, identity_pb2.GetMeRequest()).subscriber
    keys = desks_for(me.roles, KEYS)
    return page("account.html", me=me, desks=desks_for(me.roles), keys=keys, key=uuid4())


@account.get("/account/alert-mails")
@signed_in
def alert_mails() -> Response:
    """Show whether alerts come to the visitor by mail."""
    found = ask(clients().alert_mails.GetAlertMails, alert_mails_pb2.GetAlertMailsRequest())
    return page("alert_mails.html", mails=found.alert_mails)


@account.post("/account/alert-mails/start")
@signed_in
def start_alert_mails() -> AnyResponse:
    """Start alerts by mail to the visitor's own address."""
    ask(clients().alert_mails.StartAlertMails, alert_mails_pb2.StartAlertMailsRequest())
    flash(gettext("Alerts are sent to your address from now on."), "success")
    return redirect(address("account.alert_mails"))


@account.post("/account/alert-mails/stop")
@signed_in
def stop_alert_mails() -> AnyResponse:
    """Stop alerts by mail to the visitor's own address."""
    ask(clients().alert_mails.StopAlertMails, alert_mails_pb2.StopAlertMailsRequest())
    flash(gettext("No more alerts are sent to your address."), "success")
    return redirect(address("account.alert_mails"))
