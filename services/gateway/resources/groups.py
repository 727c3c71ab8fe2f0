"""Closed groups: who shares what is marked for a few, by REST."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range, Regexp
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import groups_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import Moment, String

groups = APIBlueprint("groups", __name__, url_prefix="/v1", tag="Closed groups")

_UUID: Final = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"


class GroupIn(Schema):
    """A group; `code` is the word by which things are marked for it."""

    code = String(required=True, validate=Length(min=3, max=40))
    name = String(required=True, validate=Length(min=1, max=100))
    purpose = String(required=True, validate=Length(min=1, max=500))
    owner_email = String(required=True, validate=Length(min=3, max=254))
    until = Moment(required=True)


class InvitedIn(Schema):
    """Whom to invite, and the language of the mail for who has no account."""

    email = String(required=True, validate=Length(min=3, max=254))
    language = String(load_default="en", validate=OneOf(["en", "cy"]))


class AnswerIn(Schema):
    """Whether one joins."""

    accept = Boolean(required=True)


class RenewalIn(Schema):
    """The new end, and who owns the group from now on if that changes."""

    until = Moment(required=True)
    owner = String(load_default=None, allow_none=True, validate=Regexp(_UUID))


class GroupsQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def group_json(group: pb.Group) -> dict[str, Any]:
    """Return a group without who is in it."""
    return {
        "group_id": group.group_id,
        "version": group.version,
        "code": group.code,
        "name": group.name,
        "purpose": group.purpose,
        "until": time_json(group.until),
        "created_at": time_json(group.created_at),
        "size": group.size,
        "owned": group.owned,
        "owner_name": group.owner_name or None,
    }


def _whole_json(group: pb.Group) -> dict[str, Any]:
    return group_json(group) | {
        "members": [
            {
                "subject": each.subject,
                "name": each.name,
                "email": each.email,
                "since": time_json(each.since),
            }
            for each in group.members
        ],
        "invitations": [
            {
                "invitation_id": each.invitation_id,
                "email": each.email,
                "until": time_json(each.until),
            }
            for each in group.invitations
        ],
    }


def _group(group: pb.Group) -> Response:
    return with_etag(jsonify(_whole_json(group)), group.version)


def _page(found: pb.GetGroupResponse, said: dict[str, Any]) -> Response:
    following = found.next_page_token or None
    shown = jsonify(_whole_json(found.group) | {"next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        shown.headers["Link"] = f'</v1/groups/{found.group.group_id}?{query}>; rel="next"'
    return with_etag(shown, found.group.version)


@groups.post("/groups")
@groups.input(GroupIn, arg_name="said")
@groups.doc(
    summary="Make a closed group",
    description="You sponsor it, another owns it. Needs Idempotency-Key and a fresh second factor.",
    responses={201: "The group", 401: "A fresh second factor", 403: "Not allowed", 409: "There"},
    security="bearer",
)
def create_group(said: dict[str, Any]) -> tuple[Response, int]:
    """Make a group."""
    until = said.pop("until")
    message = pb.CreateGroupRequest(**said, idempotency_key=idempotency_key())
    message.until.FromDatetime(until)
    made = clients().call(clients().groups.CreateGroup, message)
    return _group(made.group), HTTPStatus.CREATED


@groups.get("/groups")
@groups.input(GroupsQuery, location="query", arg_name="said", unknown=RAISE)
@groups.doc(
    summary="The closed groups, for sponsors",
    responses={200: "A page, newest first", 403: "Not allowed"},
    security="bearer",
)
def list_groups(said: dict[str, Any]) -> Response:
    """List groups."""
    page = clients().call(clients().groups.ListGroups, pb.ListGroupsRequest(**said))
    following = page.next_page_token or None
    shown = [group_json(each) for each in page.groups]
    answer = jsonify({"groups": shown, "next_page_token": following})
    if following:
        query = urlencode(said | {"page_token": following})
        answer.headers["Link"] = f'</v1/groups?{query}>; rel="next"'
    return answer


@groups.get("/groups/<uuid:group_id>")
@groups.input(GroupsQuery, location="query", arg_name="said", unknown=RAISE)
@groups.doc(
    summary="A closed group",
    description=(
        "Who is in it, to its owner and to sponsors alone: a page of them, longest first. Who is"
        " invited stands on the first page."
    ),
    responses={200: "The group", 404: "None that you are in"},
    security="bearer",
)
def get_group(group_id: UUID, said: dict[str, Any]) -> Response:
    """Show a group."""
    message = pb.GetGroupRequest(group_id=str(group_id), **said)
    return _page(clients().call(clients().groups.GetGroup, message), said)


@groups.get("/me/groups")
@groups.doc(
    summary="Your closed groups, and who asks you in",
    responses={200: "All of them", 401: "Sign in"},
    security="bearer",
)
def list_my_groups() -> Response:
    """List the caller's groups."""
    found = clients().call(clients().groups.ListMyGroups, pb.ListMyGroupsRequest())
    asked = [
        {
            "invitation_id": each.invitation_id,
            "group_name": each.group_name,
            "purpose": each.purpose,
            "until": time_json(each.until),
        }
        for each in found.invitations
    ]
    return jsonify({"groups": [group_json(each) for each in found.groups], "invitations": asked})


@groups.post("/groups/<uuid:group_id>/invitations")
@groups.input(InvitedIn, arg_name="said")
@groups.doc(
    summary="Invite an address to your group",
    description="The answer is the same whether or not anybody has an account with it.",
    responses={
        202: "Taken",
        404: "None that you own",
        429: "Full, or too many in a day",
    },
    security="bearer",
)
def invite_to_group(group_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Invite an address."""
    message = pb.InviteToGroupRequest(group_id=str(group_id), **said)
    clients().call(clients().groups.InviteToGroup, message)
    answer = jsonify({"next": "They sign in with an account of this address, and join."})
    return answer, HTTPStatus.ACCEPTED


@groups.post("/me/groups/invitations/<uuid:invitation_id>")
@groups.input(AnswerIn, arg_name="said")
@groups.doc(
    summary="Join a group that you were asked into, or decline",
    responses={204: "Done", 404: "None such", 409: "Not verified"},
    security="bearer",
)
def answer_group_invitation(invitation_id: UUID, said: dict[str, Any]) -> tuple[str, int]:
    """Answer an invitation."""
    message = pb.AnswerGroupInvitationRequest(
        invitation_id=str(invitation_id), accept=said["accept"]
    )
    clients().call(clients().groups.AnswerGroupInvitation, message)
    return "", HTTPStatus.NO_CONTENT


@groups.delete("/me/groups/<uuid:group_id>")
@groups.doc(
    summary="Leave a group",
    responses={204: "You are out", 404: "None that you are in", 409: "It is yours"},
    security="bearer",
)
def leave_group(group_id: UUID) -> tuple[str, int]:
    """Leave a group."""
    message = pb.LeaveGroupRequest(group_id=str(group_id))
    clients().call(clients().groups.LeaveGroup, message)
    return "", HTTPStatus.NO_CONTENT


@groups.delete("/groups/<uuid:group_id>/members/<uuid:subject>")
@groups.doc(
    summary="Take a member out, or an invitation back",
    description="Of an invitation its id stands in the place of the member's.",
    responses={204: "Done", 404: "None such", 409: "They own it"},
    security="bearer",
)
def remove_group_member(group_id: UUID, subject: UUID) -> tuple[str, int]:
    """Remove a member."""
    message = pb.RemoveGroupMemberRequest(group_id=str(group_id), member=str(subject))
    clients().call(clients().groups.RemoveGroupMember, message)
    return "", HTTPStatus.NO_CONTENT


@groups.post("/groups/<uuid:group_id>/renewal")
@groups.input(RenewalIn, arg_name="said")
@groups.doc(
    summary="Give a group a later end",
    description="You sponsor it from now on. Needs If-Match and a fresh second factor.",
    responses={200: "The group", 403: "Not allowed", 404: "None such", 412: "Stale"},
    security="bearer",
)
def renew_group(group_id: UUID, said: dict[str, Any]) -> Response:
    """Renew a group."""
    message = pb.RenewGroupRequest(
        group_id=str(group_id), expected_version=expected_version(), owner=said["owner"] or ""
    )
    message.until.FromDatetime(said["until"])
    return _group(clients().call(clients().groups.RenewGroup, message).group)


@groups.delete("/groups/<uuid:group_id>")
@groups.doc(
    summary="End a group for good",
    description="Needs If-Match. Everybody is out, and what is marked for it is seen by nobody.",
    responses={204: "It is over", 404: "None that you look after", 412: "Stale"},
    security="bearer",
)
def end_group(group_id: UUID) -> tuple[str, int]:
    """End a group."""
    message = pb.EndGroupRequest(group_id=str(group_id), expected_version=expected_version())
    clients().call(clients().groups.EndGroup, message)
    return "", HTTPStatus.NO_CONTENT
