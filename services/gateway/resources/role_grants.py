"""Staff roles: who holds them, and how two people give them, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import role_grants_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import Moment, String

role_grants = APIBlueprint("role_grants", __name__, url_prefix="/v1", tag="Staff roles")

_CHANGED: Final = {
    200: "The grant",
    401: "A fresh second factor",
    403: "Not allowed",
    404: "None such",
    409: "It does not stand so",
    412: "Stale",
    428: "No If-Match",
}


class ProposalIn(Schema):
    """Who is to hold which role, until when, and why."""

    email = String(required=True, validate=Length(min=3, max=254))
    role = String(required=True, validate=Length(min=1, max=40))
    reason = String(required=True, validate=Length(min=1, max=1000))
    until = Moment(required=True)
    eligible = Boolean(load_default=False)


class ReasonIn(Schema):
    """Why."""

    reason = String(required=True, validate=Length(min=1, max=1000))


class TurnIn(Schema):
    """For how long a role is taken up, and why."""

    hours = Integer(required=True, strict=True, validate=Range(1, 8))
    reason = String(required=True, validate=Length(min=1, max=1000))


class RoleGrantsQuery(Schema):
    """Which page."""

    over_too = Boolean(load_default=False)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def role_grant_json(grant: pb.RoleGrant) -> dict[str, Any]:
    """Return a grant."""
    return {
        "grant_id": grant.grant_id,
        "version": grant.version,
        "person": _person(grant.person),
        "role": grant.role,
        "reason": grant.reason or None,
        "privileged": grant.privileged,
        "eligible": grant.eligible,
        "longest_hours": grant.longest_hours or None,
        "state": pb.RoleGrantState.Name(grant.state).removeprefix("ROLE_GRANT_STATE_"),
        "proposed_by": _person(grant.proposed_by) if grant.HasField("proposed_by") else None,
        "proposed_at": time_json(grant.proposed_at),
        "decided_by": _person(grant.decided_by) if grant.HasField("decided_by") else None,
        "decided_at": time_json(grant.decided_at) if grant.HasField("decided_at") else None,
        "until": time_json(grant.until) if grant.HasField("until") else None,
        "active_until": time_json(grant.active_until) if grant.HasField("active_until") else None,
        "activation_reason": grant.activation_reason or None,
        "ended_by": _person(grant.ended_by) if grant.HasField("ended_by") else None,
        "ended_at": time_json(grant.ended_at) if grant.HasField("ended_at") else None,
        "end_reason": grant.end_reason or None,
    }


def _person(said: pb.GrantPerson) -> dict[str, Any]:
    return {"subject": said.subject, "name": said.name or None, "email": said.email or None}


def _grant(grant: pb.RoleGrant) -> Response:
    return with_etag(jsonify(role_grant_json(grant)), grant.version)


@role_grants.post("/role-grants")
@role_grants.input(ProposalIn, arg_name="said")
@role_grants.doc(
    summary="Propose that somebody holds a staff role",
    description="Another confirms it. Needs Idempotency-Key and a second factor of five minutes.",
    responses={201: "The proposal", 401: "A fresh second factor", 403: "Not allowed", 409: "Held"},
    security="bearer",
)
def propose_role_grant(said: dict[str, Any]) -> tuple[Response, int]:
    """Propose a role."""
    message = pb.ProposeRoleGrantRequest(
        email=said["email"],
        role=said["role"],
        reason=said["reason"],
        eligible=said["eligible"],
        idempotency_key=idempotency_key(),
    )
    message.until.FromDatetime(said["until"])
    made = clients().call(clients().role_grants.ProposeRoleGrant, message)
    return _grant(made.grant), HTTPStatus.CREATED


@role_grants.get("/role-grants")
@role_grants.input(RoleGrantsQuery, location="query", arg_name="said", unknown=RAISE)
@role_grants.doc(
    summary="Who holds staff roles, and who is to",
    responses={200: "A page, newest first", 403: "Not allowed"},
    security="bearer",
)
def list_role_grants(said: dict[str, Any]) -> Response:
    """List grants."""
    page = clients().call(clients().role_grants.ListRoleGrants, pb.ListRoleGrantsRequest(**said))
    following = page.next_page_token or None
    shown = [role_grant_json(each) for each in page.grants]
    answer = jsonify({"role_grants": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        answer.headers["Link"] = f'</v1/role-grants?{query}>; rel="next"'
    return answer


@role_grants.get("/role-grants/<uuid:grant_id>")
@role_grants.doc(
    summary="A grant of a staff role",
    responses={200: "The grant", 403: "Not allowed", 404: "None such"},
    security="bearer",
)
def get_role_grant(grant_id: UUID) -> Response:
    """Show a grant."""
    message = pb.GetRoleGrantRequest(grant_id=str(grant_id))
    return _grant(clients().call(clients().role_grants.GetRoleGrant, message).grant)


@role_grants.post("/role-grants/<uuid:grant_id>/confirmation")
@role_grants.doc(
    summary="Give a role that another proposed",
    description="Needs If-Match and a second factor of five minutes. Felt everywhere at once.",
    responses=_CHANGED,
    security="bearer",
)
def confirm_role_grant(grant_id: UUID) -> Response:
    """Confirm a proposal."""
    message = pb.ConfirmRoleGrantRequest(
        grant_id=str(grant_id), expected_version=expected_version()
    )
    return _grant(clients().call(clients().role_grants.ConfirmRoleGrant, message).grant)


@role_grants.post("/role-grants/<uuid:grant_id>/refusal")
@role_grants.input(ReasonIn, arg_name="said")
@role_grants.doc(
    summary="Refuse a role that another proposed",
    description="Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def refuse_role_grant(grant_id: UUID, said: dict[str, Any]) -> Response:
    """Refuse a proposal."""
    message = pb.RefuseRoleGrantRequest(
        grant_id=str(grant_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _grant(clients().call(clients().role_grants.RefuseRoleGrant, message).grant)


@role_grants.post("/role-grants/<uuid:grant_id>/withdrawal")
@role_grants.doc(
    summary="Take back what you proposed",
    description="Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def withdraw_role_grant(grant_id: UUID) -> Response:
    """Withdraw a proposal."""
    message = pb.WithdrawRoleGrantRequest(
        grant_id=str(grant_id), expected_version=expected_version()
    )
    return _grant(clients().call(clients().role_grants.WithdrawRoleGrant, message).grant)


@role_grants.post("/role-grants/<uuid:grant_id>/end")
@role_grants.input(ReasonIn, arg_name="said")
@role_grants.doc(
    summary="Take a role away, or give up your own",
    description="Needs If-Match and a fresh second factor. One person is enough.",
    responses=_CHANGED,
    security="bearer",
)
def end_role_grant(grant_id: UUID, said: dict[str, Any]) -> Response:
    """End a grant."""
    message = pb.EndRoleGrantRequest(
        grant_id=str(grant_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _grant(clients().call(clients().role_grants.EndRoleGrant, message).grant)


@role_grants.get("/me/role-grants")
@role_grants.doc(
    summary="The staff roles that you hold",
    responses={200: "All of them", 401: "Sign in"},
    security="bearer",
)
def list_my_role_grants() -> Response:
    """List the caller's grants."""
    message = pb.ListMyRoleGrantsRequest()
    found = clients().call(clients().role_grants.ListMyRoleGrants, message)
    return jsonify({"role_grants": [role_grant_json(each) for each in found.grants]})


@role_grants.post("/role-grants/<uuid:grant_id>/activation")
@role_grants.input(TurnIn, arg_name="said")
@role_grants.doc(
    summary="Take up a role for some hours",
    description="For roles that you hold to be activated. Needs If-Match and a second factor of "
    "five minutes. It is over by itself.",
    responses=_CHANGED,
    security="bearer",
)
def activate_role(grant_id: UUID, said: dict[str, Any]) -> Response:
    """Activate a role."""
    message = pb.ActivateRoleRequest(
        grant_id=str(grant_id),
        expected_version=expected_version(),
        hours=said["hours"],
        reason=said["reason"],
    )
    return _grant(clients().call(clients().role_grants.ActivateRole, message).grant)


@role_grants.delete("/role-grants/<uuid:grant_id>/activation")
@role_grants.doc(
    summary="Let a role that you took up rest again",
    description="Needs If-Match.",
    responses=_CHANGED,
    security="bearer",
)
def deactivate_role(grant_id: UUID) -> Response:
    """Deactivate a role."""
    message = pb.DeactivateRoleRequest(grant_id=str(grant_id), expected_version=expected_version())
    return _grant(clients().call(clients().role_grants.DeactivateRole, message).grant)
