"""The desk of organisations that nobody runs."""

from http import HTTPStatus
from typing import Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from isp.identity.v1 import organisations_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, one_of
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

unled_desk = APIBlueprint(
    "unled_desk", __name__, url_prefix="/desk/organisations", enable_openapi=False
)

PAGE_SIZE: Final = 20
LONGEST_TOKEN: Final = 200
_NOT_SHOWN: Final = (
    *("ORGANISATION_NOT_FOUND", "ORGANISATION_LED", "OWN_ORGANISATION", "APPOINTED_BY_SUSPENDER"),
    "RECORD_BUDGET_SPENT",
)
_NOT_APPOINTED: Final = {"MEMBER_NOT_FOUND": "", "SUBSCRIBER_NOT_ACTIVE": ""}


class AppointForm(Form):
    """Who is to run it, and why."""

    subject = one_of(lazy_gettext("Who is to run it"), [], missing=lazy_gettext("choose somebody"))
    reason = lines(
        lazy_gettext("Why"),
        most=1000,
        hint=lazy_gettext("For the record; it is told to nobody of the organisation."),
    )


@unled_desk.get("")
@signed_in
def queue() -> Response:
    """Show the organisations that nobody runs, oldest first."""
    message = pb.ListUnledOrganisationsRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().organisations.ListUnledOrganisations, message)
    return page("desk_unled.html", found=found)


@unled_desk.get("/<uuid:organisation_id>")
@signed_in
def organisation(organisation_id: UUID) -> AnyResponse:
    """Show one, and who could run it."""
    return _shown(organisation_id, AppointForm(formdata=None))


@unled_desk.post("/<uuid:organisation_id>")
@signed_in
def appoint(organisation_id: UUID) -> AnyResponse:
    """Say who runs it."""
    form = AppointForm()
    there = _found(organisation_id)
    if there is None:
        return redirect(address("unled_desk.queue"))
    _offer(form, there)
    if not form.validate():
        return _page(form, there, HTTPStatus.BAD_REQUEST)
    message = pb.AppointOrganisationAdminRequest(
        organisation_id=str(organisation_id), subject=form.subject.data, reason=form.reason.data
    )
    try:
        with said_on(form, _NOT_APPOINTED), told(*_NOT_SHOWN):
            ask(clients().organisations.AppointOrganisationAdmin, message)
            flash(gettext("They run the organisation now. Its people are told by mail."), "success")
    except Refused as refused:
        return _page(form, there, refused.status)
    return redirect(address("unled_desk.queue"))


def _shown(organisation_id: UUID, form: AppointForm) -> AnyResponse:
    there = _found(organisation_id)
    if there is None:
        return redirect(address("unled_desk.queue"))
    _offer(form, there)
    return _page(form, there)


def _found(organisation_id: UUID) -> pb.GetUnledOrganisationResponse | None:
    message = pb.GetUnledOrganisationRequest(organisation_id=str(organisation_id))
    with told(*_NOT_SHOWN):
        found: pb.GetUnledOrganisationResponse = ask(
            clients().organisations.GetUnledOrganisation, message
        )
        return found
    return None


def _offer(form: AppointForm, there: pb.GetUnledOrganisationResponse) -> None:
    form.subject.choices = [
        (each.subject, f"{each.given_name} {each.family_name}".strip() or each.subject)
        for each in there.members
    ]


def _page(
    form: AppointForm, there: pb.GetUnledOrganisationResponse, status: int = HTTPStatus.OK
) -> Response:
    return page("desk_unled_organisation.html", status, form=form, there=there.organisation)
