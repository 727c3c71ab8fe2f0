"""Who belongs to one's organisation, and whom it invites, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer, List
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.identity.v1 import organisations_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.premises import OrganisationIn, organisation_json

organisations = APIBlueprint(
    "organisations", __name__, url_prefix="/v1", tag="Organisation and premises"
)


class InvitationIn(Schema):
    """Whom to invite, and the language of the mail for who has no account."""

    email = String(required=True, validate=Length(max=254))
    language = String(load_default="en", validate=OneOf(["en", "cy"]))


class TokenIn(Schema):
    """The token of an invitation's link."""

    token = String(required=True, validate=Length(min=1, max=200))


class AcceptanceQuery(Schema):
    """Whether the premises of one's own organisation come along."""

    bring_premises = Boolean(load_default=False)


class MembersQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class EmailsIn(Schema):
    """Addresses."""

    emails = List(String(validate=Length(max=254)), required=True, validate=Length(1, 1_000))


class LeavingQuery(Schema):
    """Whether the last who belongs to it closes it."""

    close = Boolean(load_default=False)


def invitation_json(there: pb.Invitation) -> dict[str, Any]:
    """Return an invitation as the organisation's admins see it."""
    return {
        "invitation_id": there.invitation_id,
        "email": there.email,
        "invited_by": there.invited_by,
        "created_at": time_json(there.created_at),
        "expires_at": time_json(there.expires_at),
        "mailed": there.mailed,
    }


def seen_json(there: pb.InvitationSeen) -> dict[str, Any]:
    """Return an invitation as who was invited sees it."""
    return {
        "invitation_id": there.invitation_id,
        "organisation_name": there.organisation_name,
        "invited_by": there.invited_by,
        "expires_at": time_json(there.expires_at),
    }


def member_json(there: pb.Member) -> dict[str, Any]:
    """Return a member."""
    return {
        "subject": there.subject,
        "given_name": there.given_name,
        "family_name": there.family_name,
        "admin": there.admin,
        "me": there.me,
        "security_lead": there.security_lead,
    }


def _nothing() -> Response:
    answer = Response(status=HTTPStatus.NO_CONTENT)
    del answer.headers["Content-Type"]
    return answer


@organisations.post("/me/organisation/invitations")
@organisations.input(InvitationIn, arg_name="said")
@organisations.doc(
    summary="Invite a colleague to your organisation",
    description="For its admins. The answer is the same whether or not the address is known."
    " Needs Idempotency-Key.",
    responses={
        201: "The invitation",
        400: "No address",
        401: "Sign in",
        403: "Not its admin",
        404: "You belong to none",
        429: "As many as one may",
    },
    security="bearer",
)
def invite_colleague(said: dict[str, Any]) -> Response:
    """Invite a colleague."""
    message = pb.InviteColleagueRequest(**said, idempotency_key=idempotency_key())
    made = clients().call(clients().organisations.InviteColleague, message)
    answer = jsonify(invitation_json(made.invitation))
    answer.status_code = HTTPStatus.CREATED
    return answer


@organisations.get("/me/organisation/invitations")
@organisations.doc(
    summary="Whom your organisation has invited",
    description="For its admins: the open ones, at most 20.",
    responses={200: "The invitations", 401: "Sign in", 403: "Not its admin", 404: "None"},
    security="bearer",
)
def list_invitations() -> Response:
    """List the open invitations."""
    found = clients().call(clients().organisations.ListInvitations, pb.ListInvitationsRequest())
    return jsonify({"invitations": [invitation_json(each) for each in found.invitations]})


@organisations.post("/me/organisation/invitations/<uuid:invitation_id>/mail")
@organisations.doc(
    summary="Mail an invitation once more",
    description="Three times at most, an hour apart. The link before is good no more.",
    responses={200: "The invitation", 403: "Not its admin", 404: "Not open", 429: "Too often"},
    security="bearer",
)
def resend_invitation(invitation_id: UUID) -> Response:
    """Mail it again."""
    message = pb.ResendInvitationRequest(invitation_id=str(invitation_id))
    again = clients().call(clients().organisations.ResendInvitation, message)
    return jsonify(invitation_json(again.invitation))


@organisations.delete("/me/organisation/invitations/<uuid:invitation_id>")
@organisations.doc(
    summary="Withdraw an invitation",
    responses={204: "Withdrawn", 403: "Not its admin", 404: "Not open"},
    security="bearer",
)
def withdraw_invitation(invitation_id: UUID) -> Response:
    """Withdraw it."""
    message = pb.WithdrawInvitationRequest(invitation_id=str(invitation_id))
    clients().call(clients().organisations.WithdrawInvitation, message)
    return _nothing()


@organisations.post("/invitations/look")
@organisations.input(TokenIn, arg_name="said")
@organisations.doc(
    summary="Who invites, by the token of the mail's link",
    responses={200: "Who invites", 404: "Not known, or good no more"},
)
def get_invitation(said: dict[str, Any]) -> Response:
    """Show an invitation. The token is in the body: addresses are logged."""
    found = clients().call(clients().organisations.GetInvitation, pb.GetInvitationRequest(**said))
    return jsonify(seen_json(found.invitation))


@organisations.post("/invitations/decline")
@organisations.input(TokenIn, arg_name="said")
@organisations.doc(
    summary="Say no to an invitation, by the token of the mail's link",
    responses={204: "Declined", 404: "Not known, or good no more"},
)
def decline_invitation(said: dict[str, Any]) -> Response:
    """Decline an invitation."""
    message = pb.DeclineInvitationRequest(**said)
    clients().call(clients().organisations.DeclineInvitation, message)
    return _nothing()


@organisations.get("/me/invitations")
@organisations.doc(
    summary="Who invites you",
    responses={200: "Open invitations to your confirmed address", 401: "Sign in"},
    security="bearer",
)
def list_my_invitations() -> Response:
    """List the invitations to the caller."""
    found = clients().call(clients().organisations.ListMyInvitations, pb.ListMyInvitationsRequest())
    return jsonify({"invitations": [seen_json(each) for each in found.invitations]})


_ACCEPTING: Final = {
    200: "Whom you act for now",
    401: "Sign in",
    404: "No such invitation to your confirmed address",
    409: "You belong to one with others, have premises to bring, or are being verified",
}


@organisations.post("/me/invitations/<uuid:invitation_id>/accept")
@organisations.input(AcceptanceQuery, location="query", arg_name="said", unknown=RAISE)
@organisations.doc(
    summary="Join the organisation that invites you",
    description="The one that you belonged to alone is closed; bring its premises or be refused."
    " Accepted again, it changes nothing.",
    responses=_ACCEPTING,
    security="bearer",
)
def accept_invitation(invitation_id: UUID, said: dict[str, Any]) -> Response:
    """Accept an invitation."""
    message = pb.AcceptInvitationRequest(invitation_id=str(invitation_id), **said)
    return _joined(clients().call(clients().organisations.AcceptInvitation, message))


@organisations.post("/invitations/accept")
@organisations.input(AcceptanceQuery, location="query", arg_name="how", unknown=RAISE)
@organisations.input(TokenIn, arg_name="said")
@organisations.doc(
    summary="Join the organisation that invites you, by the token of the mail's link",
    description="For the account whose confirmed address was invited.",
    responses=_ACCEPTING,
    security="bearer",
)
def accept_by_link(how: dict[str, Any], said: dict[str, Any]) -> Response:
    """Accept an invitation by its link."""
    message = pb.AcceptInvitationRequest(**said, **how)
    return _joined(clients().call(clients().organisations.AcceptInvitation, message))


def _joined(joined: pb.AcceptInvitationResponse) -> Response:
    shown = organisation_json(joined.organisation) | {"premises_brought": joined.premises_brought}
    return with_etag(jsonify(shown), joined.organisation.version)


@organisations.get("/me/organisation/members")
@organisations.input(MembersQuery, location="query", arg_name="said", unknown=RAISE)
@organisations.doc(
    summary="Who belongs to your organisation",
    description="By name; no addresses. Link rel=next leads on.",
    responses={200: "A page of members", 401: "Sign in", 404: "You belong to none"},
    security="bearer",
)
def list_members(said: dict[str, Any]) -> Response:
    """List the members of the caller's organisation."""
    page = clients().call(clients().organisations.ListMembers, pb.ListMembersRequest(**said))
    following = page.next_page_token or None
    shown = {
        "members": [member_json(each) for each in page.members],
        "admin": page.admin,
        "next_page_token": following,
    }
    answer = jsonify(shown)
    if following:
        query = urlencode(said | {"page_token": following})
        place = f"{url_for('organisations.list_members')}?{query}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


@organisations.post("/me/organisation/members/matches")
@organisations.input(EmailsIn, arg_name="said")
@organisations.doc(
    summary="Which addresses are those of people of your organisation",
    description="For its admins and its security lead. All other addresses are left out.",
    responses={
        200: "Those of your people",
        404: "You belong to none",
        401: "Sign in",
        403: "Neither admin nor lead",
    },
    security="bearer",
)
def match_members(said: dict[str, Any]) -> Response:
    """Match addresses."""
    message = pb.MatchMembersRequest(emails=said["emails"])
    found = clients().call(clients().organisations.MatchMembers, message)
    return jsonify(
        members=[{"email": each.email, "subject": each.subject} for each in found.members]
    )


_ADMIN: Final = {
    200: "The member",
    401: "A fresh second factor",
    403: "Not its admin",
    404: "Nobody of your organisation",
    409: "Nobody else is admin",
}


@organisations.put("/me/organisation/members/<uuid:subject>/admin")
@organisations.doc(
    summary="Make a member an admin",
    description="Said again, it changes nothing. Needs a fresh second factor.",
    responses=_ADMIN,
    security="bearer",
)
def make_admin(subject: UUID) -> Response:
    """Make a member an admin."""
    message = pb.SetOrganisationAdminRequest(subject=str(subject), admin=True)
    changed = clients().call(clients().organisations.SetOrganisationAdmin, message)
    return jsonify(member_json(changed.member))


@organisations.delete("/me/organisation/members/<uuid:subject>/admin")
@organisations.doc(
    summary="Make an admin a member",
    description="Said again, it changes nothing. Needs a fresh second factor.",
    responses=_ADMIN,
    security="bearer",
)
def end_admin(subject: UUID) -> Response:
    """Make an admin a member."""
    message = pb.SetOrganisationAdminRequest(subject=str(subject), admin=False)
    changed = clients().call(clients().organisations.SetOrganisationAdmin, message)
    return jsonify(member_json(changed.member))


@organisations.delete("/me/organisation/members/<uuid:subject>")
@organisations.doc(
    summary="Part with a member of your organisation",
    description="They are told by mail. Needs a fresh second factor.",
    responses={
        204: "They belong to it no more",
        401: "A fresh second factor",
        403: "Not its admin, or yourself",
        404: "Nobody of your organisation",
    },
    security="bearer",
)
def remove_member(subject: UUID) -> Response:
    """Remove a member."""
    message = pb.RemoveMemberRequest(subject=str(subject))
    clients().call(clients().organisations.RemoveMember, message)
    return _nothing()


@organisations.delete("/me/organisation")
@organisations.input(LeavingQuery, location="query", arg_name="said", unknown=RAISE)
@organisations.doc(
    summary="Leave your organisation",
    description="Whoever is the last says close=true: it is closed, with its premises.",
    responses={
        200: "Whether it was closed",
        401: "Sign in",
        404: "You belong to none",
        409: "Its only admin, its last member, or being verified",
    },
    security="bearer",
)
def leave_organisation(said: dict[str, Any]) -> Response:
    """Leave it."""
    message = pb.LeaveOrganisationRequest(**said)
    left = clients().call(clients().organisations.LeaveOrganisation, message)
    return jsonify({"closed": left.closed})


@organisations.put("/me/organisation")
@organisations.input(OrganisationIn, arg_name="said")
@organisations.doc(
    summary="Give your organisation another name",
    description="For its admins. Needs If-Match.",
    responses={
        200: "The organisation",
        400: "Wrong name",
        403: "Not its admin",
        404: "You belong to none",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def rename_organisation(said: dict[str, Any]) -> Response:
    """Rename it."""
    message = pb.RenameOrganisationRequest(**said, expected_version=expected_version())
    renamed = clients().call(clients().organisations.RenameOrganisation, message).organisation
    return with_etag(jsonify(organisation_json(renamed)), renamed.version)
