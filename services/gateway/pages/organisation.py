"""One's organisation by the pages: who belongs to it, whom it invites, joining and leaving."""

from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

import grpc
from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from chassis.rpc_errors import refusal_of
from isp.identity.v1 import organisations_pb2 as pb
from isp.identity.v1 import premises_pb2
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, version_read
from services.gateway.pages.language import address, language
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in, visitor

organisation = APIBlueprint("organisation", __name__, enable_openapi=False)

PAGE_SIZE: Final = 50
LONGEST_TOKEN: Final = 200
_OWN: Final = "/account/organisation"
_NOT_INVITED: Final = {
    "TOO_MANY_INVITATIONS": "",
    "NOT_ORGANISATION_ADMIN": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
_NOT_RENAMED: Final = {"STALE_VERSION": lazy_gettext("Send it again to replace that.")}
_TOLD: Final = (
    *("INVITATION_NOT_FOUND", "RESENT_TOO_OFTEN", "NOT_ORGANISATION_ADMIN", "MEMBER_NOT_FOUND"),
    *("LAST_ADMIN", "LAST_MEMBER", "SELF_REMOVAL", "SUBSCRIBER_NOT_ACTIVE", "VERIFICATION_OPEN"),
    "ORGANISATION_NOT_FOUND",
)


class InviteForm(Form):
    """Whom to invite."""

    email = line(
        lazy_gettext("E-mail address of your colleague"),
        most=254,
        hint=lazy_gettext("We mail a link that is good for seven days, for that address alone."),
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class NameForm(Form):
    """What the organisation is called."""

    name = line(
        lazy_gettext("Business or organisation"),
        most=200,
        render_kw={"autocomplete": "organization"},
    )


@organisation.get(_OWN)
@signed_in
def own() -> AnyResponse:
    """Show who belongs to the visitor's organisation, and to its admins whom it invited."""
    return _shown(InviteForm(formdata=None))


@organisation.post(f"{_OWN}/invitations")
@signed_in
def invite() -> AnyResponse:
    """Invite a colleague."""
    form = InviteForm()
    if not form.validate():
        return _shown(form, HTTPStatus.BAD_REQUEST)
    message = pb.InviteColleagueRequest(
        email=form.email.data, language=language(), idempotency_key=form.key.data
    )
    try:
        with said_on(form, _NOT_INVITED):
            ask(clients().organisations.InviteColleague, message)
    except Refused as refused:
        form.key.data = str(uuid4())
        return _shown(form, refused.status)
    flash(gettext("The invitation is on its way."), "success")
    return redirect(address("organisation.own"))


@organisation.post(f"{_OWN}/invitations/<uuid:invitation_id>")
@signed_in
def change_invitation(invitation_id: UUID) -> AnyResponse:
    """Mail an invitation once more, or withdraw it."""
    named = {"invitation_id": str(invitation_id)}
    with told(*_TOLD):
        if request.form.get("do") == "resend":
            again = pb.ResendInvitationRequest(**named)
            ask(clients().organisations.ResendInvitation, again)
            flash(gettext("The invitation is on its way once more."), "success")
        elif request.form.get("do") == "withdraw":
            ends = pb.WithdrawInvitationRequest(**named)
            ask(clients().organisations.WithdrawInvitation, ends)
            flash(gettext("The invitation is good no more."), "success")
        else:
            raise BadRequest
    return redirect(address("organisation.own"))


@organisation.post(f"{_OWN}/members/<uuid:subject>")
@signed_in
def change_member(subject: UUID) -> AnyResponse:
    """Make a member an admin or no admin, or part with them."""
    do = request.form.get("do")
    with told(*_TOLD):
        if do in {"admin", "no-admin"}:
            message = pb.SetOrganisationAdminRequest(subject=str(subject), admin=do == "admin")
            ask(clients().organisations.SetOrganisationAdmin, message)
            flash(gettext("Changed."), "success")
        elif do == "remove":
            ask(clients().organisations.RemoveMember, pb.RemoveMemberRequest(subject=str(subject)))
            flash(gettext("They do not belong to your organisation any more."), "success")
        else:
            raise BadRequest
    return redirect(address("organisation.own"))


@organisation.get(f"{_OWN}/name")
@signed_in
def name_form() -> AnyResponse:
    """Ask for another name."""
    there = _organisation()
    if there is None:
        return redirect(address("premises.own"))
    form = NameForm(data={"name": there.name})
    return page("organisation_name.html", form=form, there=there)


@organisation.post(f"{_OWN}/name")
@signed_in
def rename() -> AnyResponse:
    """Say another name, on the version that the page showed."""
    form, there = NameForm(), _organisation()
    if there is None:
        return redirect(address("premises.own"))
    if not form.validate():
        return page("organisation_name.html", HTTPStatus.BAD_REQUEST, form=form, there=there)
    message = pb.RenameOrganisationRequest(name=form.name.data, expected_version=version_read())
    try:
        with said_on(form, _NOT_RENAMED), told("NOT_ORGANISATION_ADMIN"):
            ask(clients().organisations.RenameOrganisation, message)
            flash(gettext("Your organisation has its new name."), "success")
    except Refused as refused:
        return page("organisation_name.html", refused.status, form=form, there=there)
    return redirect(address("organisation.own"))


@organisation.get(f"{_OWN}/leave")
@signed_in
def leave_form() -> AnyResponse:
    """Ask once more."""
    there = _organisation()
    if there is None:
        return redirect(address("premises.own"))
    message = pb.ListMembersRequest(page_size=2)
    found = ask(clients().organisations.ListMembers, message)
    return page("organisation_leave.html", there=there, alone=len(found.members) == 1)


@organisation.post(f"{_OWN}/leave")
@signed_in
def leave() -> AnyResponse:
    """Leave it; whoever is the last closes it by the page that says so."""
    message = pb.LeaveOrganisationRequest(close=request.form.get("do") == "close")
    with told(*_TOLD):
        ask(clients().organisations.LeaveOrganisation, message)
        flash(gettext("You have left your organisation."), "success")
        return redirect(address("account.account_page"))
    return redirect(address("organisation.own"))


@organisation.get("/invitation")
def invitation() -> Response:
    """Show who invites, to whoever has the link, and the ways on."""
    return _invitation(request.args.get("token", "")[:LONGEST_TOKEN])


@organisation.post("/invitation/decline")
def decline() -> Response:
    """Say no."""
    token = request.form.get("token", "")[:LONGEST_TOKEN]
    try:
        ask(clients().organisations.DeclineInvitation, pb.DeclineInvitationRequest(token=token))
    except grpc.RpcError as error:
        if refusal_of(error).reason not in {"INVITATION_NOT_FOUND", "INVALID"}:
            raise
        return page("invitation_unknown.html", HTTPStatus.NOT_FOUND)
    return page("invitation_declined.html")


@organisation.get("/account/invitations")
@signed_in
def invitations() -> Response:
    """Show who invites the visitor, and ask what becomes of their own premises."""
    found = ask(clients().organisations.ListMyInvitations, pb.ListMyInvitationsRequest())
    there = _organisation()
    premises = 0 if there is None else _premises()
    return page("invitations.html", found=found.invitations, there=there, premises=premises)


@organisation.post("/account/invitations")
@signed_in
def accept() -> AnyResponse:
    """Join the organisation that invites."""
    message = pb.AcceptInvitationRequest(
        invitation_id=request.form.get("invitation", "")[:36],
        bring_premises=request.form.get("bring") == "yes",
    )
    refused = (
        *("INVITATION_NOT_FOUND", "ORGANISATION_HELD", "PREMISES_LEFT_BEHIND", "TOO_MANY_MEMBERS"),
        *("TOO_MANY_PREMISES", "VERIFICATION_OPEN"),
    )
    with told(*refused):
        ask(clients().organisations.AcceptInvitation, message)
        flash(gettext("You belong to the organisation now."), "success")
        return redirect(address("organisation.own"))
    return redirect(address("organisation.invitations"))


def _organisation() -> premises_pb2.Organisation | None:
    try:
        found = ask(clients().premises.GetOrganisation, premises_pb2.GetOrganisationRequest())
    except grpc.RpcError as error:
        if refusal_of(error).reason != "ORGANISATION_NOT_FOUND":
            raise
        return None
    there: premises_pb2.Organisation = found.organisation
    return there


def _premises() -> int:
    """Return how many premises the visitor's organisation has, as far as one page shows."""
    message = premises_pb2.ListPremisesRequest(page_size=100)
    return len(ask(clients().premises.ListPremises, message).premises)


def _shown(form: InviteForm, status: int = HTTPStatus.OK) -> AnyResponse:
    there = _organisation()
    if there is None:
        return redirect(address("premises.own"))
    message = pb.ListMembersRequest(
        page_size=PAGE_SIZE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().organisations.ListMembers, message)
    waiting = None
    if found.admin:
        asked = ask(clients().organisations.ListInvitations, pb.ListInvitationsRequest())
        waiting = asked.invitations
    said = {"there": there, "found": found, "waiting": waiting}
    return page("organisation.html", status, form=form, **said)


def _invitation(token: str) -> Response:
    try:
        message = pb.GetInvitationRequest(token=token)
        found = ask(clients().organisations.GetInvitation, message).invitation
    except grpc.RpcError as error:
        if refusal_of(error).reason not in {"INVITATION_NOT_FOUND", "INVALID"}:
            raise
        return page("invitation_unknown.html", HTTPStatus.NOT_FOUND)
    return page("invitation.html", found=found, token=token, known=visitor() is not None)
