"""Drills of one's own organisation: who leads its security begins, watches and ends them."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from chassis.rpc_errors import refusal_of
from isp.alerts.v1 import drills_pb2 as pb
from isp.identity.v1 import identity_pb2, security_leads_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, list_of, one_of, version_read
from services.gateway.pages.language import address, language
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

drilling = APIBlueprint("drilling", __name__, url_prefix="/account/drills", enable_openapi=False)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_MINUTES: Final = (15, 30, 60, 120, 240)
_NOT_BEGUN: Final[dict[str, Any]] = {
    "DRILL_RUNNING": "",
    "DRILL_DURING_ALERT": "",
    "ISSUING_FROZEN": "",
    "NO_ORGANISATION": "",
    "TOO_MANY_DRILLS": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Press the button again."),
}


class DrillForm(Form):
    """What to practise."""

    scenario = one_of(
        lazy_gettext("What do you practise?"),
        lambda: [(name, words.headline) for name, words in _offered()],
        missing=lazy_gettext("choose one"),
    )
    note = lines(
        lazy_gettext("A note to your people"),
        most=300,
        required=False,
        hint=lazy_gettext("For example where to gather. You may leave it empty."),
        render_kw={"rows": 3},
    )
    minutes = list_of(
        lazy_gettext("It ends by itself after"),
        lambda: [(str(each), gettext("%(minutes)d minutes", minutes=each)) for each in _MINUTES],
        validators=[InputRequired(lazy_gettext("choose one"))],
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def _offered() -> list[tuple[str, pb.DrillWords]]:
    """Return what may be practised, in the language of the page."""
    found = ask(clients().drills.ListDrillScenarios, pb.ListDrillScenariosRequest())
    return [
        (
            pb.DrillScenario.Name(each.scenario).removeprefix("DRILL_SCENARIO_"),
            next(words for words in each.words if words.language == language()),
        )
        for each in found.scenarios
    ]


def _lead() -> security_leads_pb2.SecurityLead | None:
    """Return how it stands with the organisation's lead; None for who belongs to none."""
    message = security_leads_pb2.GetSecurityLeadRequest()
    try:
        found = ask(clients().security_leads.GetSecurityLead, message)
    except grpc.RpcError as error:
        if refusal_of(error).reason != "ORGANISATION_NOT_FOUND":
            raise
        return None
    lead: security_leads_pb2.SecurityLead = found.security_lead
    return lead


@drilling.get("")
@signed_in
def own() -> Response:
    """Show the drills of the visitor's organisation, or how one comes to run them."""
    lead = _lead()
    if lead is None or not lead.mine:
        me = ask(clients().identity.GetMe, identity_pb2.GetMeRequest()).subscriber
        return page("drills_lead.html", lead=lead, me=me)
    message = pb.ListDrillsRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().drills.ListDrills, message)
    return page("drills.html", found=found)


@drilling.post("/lead")
@signed_in
def lead() -> AnyResponse:
    """Lead the security of the visitor's organisation, or lead it no more."""
    if request.form.get("do") == "leave":
        leave = security_leads_pb2.LeaveSecurityLeadRequest()
        ask(clients().security_leads.LeaveSecurityLead, leave)
        flash(gettext("You do not lead the security of your organisation any more."), "success")
        return redirect(address("account.account_page"))
    with told("SECURITY_LEAD_HELD", "ORGANISATION_NOT_FOUND"):
        take = security_leads_pb2.TakeSecurityLeadRequest()
        ask(clients().security_leads.TakeSecurityLead, take)
        flash(gettext("You lead the security of your organisation."), "success")
    return redirect(address("drilling.own"))


@drilling.get("/new")
@signed_in
def new() -> Response:
    """Ask what to practise."""
    return page("drill_new.html", form=DrillForm(data={"minutes": "30"}))


@drilling.post("/new")
@signed_in
def start() -> AnyResponse:
    """Begin it."""
    form = DrillForm()
    if not form.validate():
        return page("drill_new.html", HTTPStatus.BAD_REQUEST, form=form)
    message = pb.StartDrillRequest(
        scenario=pb.DrillScenario.Value(f"DRILL_SCENARIO_{form.scenario.data}"),
        note=form.note.data or "",
        minutes=int(form.minutes.data),
        idempotency_key=form.key.data,
    )
    try:
        with said_on(form, _NOT_BEGUN):
            begun = ask(clients().drills.StartDrill, message).drill
    except Refused as refused:
        form.key.data = str(uuid4())
        return page("drill_new.html", refused.status, form=form)
    flash(gettext("The drill is on its way to everyone of your organisation."), "success")
    return redirect(address("drilling.shown", drill_id=begun.drill_id))


@drilling.get("/<uuid:drill_id>")
@signed_in
def shown(drill_id: UUID) -> Response:
    """Show a drill, and how far it is."""
    found = ask(clients().drills.GetDrill, pb.GetDrillRequest(drill_id=str(drill_id)))
    return page("drill.html", drill=found.drill, figures=found.figures)


@drilling.post("/<uuid:drill_id>/end")
@signed_in
def end(drill_id: UUID) -> AnyResponse:
    """End it before its time."""
    message = pb.EndDrillRequest(drill_id=str(drill_id), expected_version=version_read())
    with told("DRILL_OVER", "STALE_VERSION"):
        ask(clients().drills.EndDrill, message)
        flash(gettext("The drill is over. Whoever had it is told."), "success")
    return redirect(address("drilling.shown", drill_id=drill_id))
