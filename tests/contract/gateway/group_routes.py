"""The routes of closed groups: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.identity.v1 import groups_pb2 as pb
from tests.contract.gateway.role_routes import at
from tests.contract.gateway.route import (
    GROUP_ID,
    INVITATION_ID,
    KEY,
    PERSON_ID,
    VERSION,
    Route,
)

_SAID: Final = {
    "code": "stadiums",
    "name": "Stadiums",
    "purpose": "Those who look after stadiums.",
    "owner_email": "owner@stadium.example",
}
GROUP: Final = pb.Group(
    group_id=GROUP_ID,
    version=3,
    code="stadiums",
    name="Stadiums",
    purpose="Those who look after stadiums.",
    until=at(23),
    created_at=at(8),
    size=1,
    owned=True,
    owner_name="An Owner",
    members=[
        pb.GroupMember(
            subject=PERSON_ID, name="An Owner", email="owner@stadium.example", since=at(8)
        )
    ],
    invitations=[
        pb.GroupInvitation(invitation_id=INVITATION_ID, email="one@stadium.example", until=at(9))
    ],
)
ASKED: Final = pb.GroupInvitation(
    invitation_id=INVITATION_ID, group_name="Venues", purpose="Those of venues.", until=at(9)
)
_GROUP: Final = "/v1/groups/{group_id}"
_OF_GROUP: Final[dict[str, Any]] = {"group_id": GROUP_ID, "expected_version": VERSION}
_NOTHING: Final[dict[str, Any]] = {"status": 204, "answers": "text/html"}

GROUP_ROUTES: Final = (
    Route(
        "POST",
        "/v1/groups",
        "CreateGroup",
        status=201,
        body=_SAID | {"until": "2026-11-24T23:00:00Z"},
        needs_key=True,
        message=pb.CreateGroupRequest(**_SAID, until=at(23), idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/groups",
        "ListGroups",
        query={"page_size": 100, "page_token": "a b"},
        message=pb.ListGroupsRequest(page_size=100, page_token="a b"),
    ),
    Route(
        "GET",
        _GROUP,
        "GetGroup",
        query={"page_size": 100, "page_token": "a b"},
        message=pb.GetGroupRequest(group_id=GROUP_ID, page_size=100, page_token="a b"),
    ),
    Route("GET", "/v1/me/groups", "ListMyGroups", pb.ListMyGroupsRequest()),
    Route(
        "POST",
        f"{_GROUP}/invitations",
        "InviteToGroup",
        body={"email": "one@stadium.example", "language": "cy"},
        message=pb.InviteToGroupRequest(
            group_id=GROUP_ID, email="one@stadium.example", language="cy"
        ),
        status=202,
    ),
    Route(
        "POST",
        "/v1/me/groups/invitations/{invitation_id}",
        "AnswerGroupInvitation",
        body={"accept": True},
        message=pb.AnswerGroupInvitationRequest(invitation_id=INVITATION_ID, accept=True),
        **_NOTHING,
    ),
    Route(
        "DELETE",
        "/v1/me/groups/{group_id}",
        "LeaveGroup",
        message=pb.LeaveGroupRequest(group_id=GROUP_ID),
        **_NOTHING,
    ),
    Route(
        "DELETE",
        f"{_GROUP}/members/{{subject}}",
        "RemoveGroupMember",
        message=pb.RemoveGroupMemberRequest(group_id=GROUP_ID, member=PERSON_ID),
        **_NOTHING,
    ),
    Route(
        "POST",
        f"{_GROUP}/renewal",
        "RenewGroup",
        body={"until": "2026-11-24T23:00:00Z", "owner": PERSON_ID},
        needs_version=True,
        message=pb.RenewGroupRequest(**_OF_GROUP, until=at(23), owner=PERSON_ID),
    ),
    Route(
        "DELETE",
        _GROUP,
        "EndGroup",
        needs_version=True,
        message=pb.EndGroupRequest(**_OF_GROUP),
        **_NOTHING,
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "CreateGroup": pb.CreateGroupResponse(group=GROUP),
    "ListGroups": pb.ListGroupsResponse(groups=[GROUP], next_page_token="next"),
    "GetGroup": pb.GetGroupResponse(group=GROUP, next_page_token="next"),
    "ListMyGroups": pb.ListMyGroupsResponse(groups=[GROUP], invitations=[ASKED]),
    "InviteToGroup": pb.InviteToGroupResponse(),
    "AnswerGroupInvitation": pb.AnswerGroupInvitationResponse(),
    "LeaveGroup": pb.LeaveGroupResponse(),
    "RemoveGroupMember": pb.RemoveGroupMemberResponse(),
    "RenewGroup": pb.RenewGroupResponse(group=GROUP),
    "EndGroup": pb.EndGroupResponse(),
}
_NINE: Final = "2026-11-24T09:00:00.000Z"
_LISTED: Final[dict[str, Any]] = {
    "group_id": GROUP_ID,
    "version": 3,
    "code": "stadiums",
    "name": "Stadiums",
    "purpose": "Those who look after stadiums.",
    "until": "2026-11-24T23:00:00.000Z",
    "created_at": "2026-11-24T08:00:00.000Z",
    "size": 1,
    "owned": True,
    "owner_name": "An Owner",
}
_WHOLE: Final = _LISTED | {
    "members": [
        {
            "subject": PERSON_ID,
            "name": "An Owner",
            "email": "owner@stadium.example",
            "since": "2026-11-24T08:00:00.000Z",
        }
    ],
    "invitations": [
        {"invitation_id": INVITATION_ID, "email": "one@stadium.example", "until": _NINE}
    ],
}
READ: Final[dict[str, Any]] = {
    "CreateGroup": _WHOLE,
    "ListGroups": {"groups": [_LISTED], "next_page_token": "next"},
    "GetGroup": _WHOLE | {"next_page_token": "next"},
    "ListMyGroups": {
        "groups": [_LISTED],
        "invitations": [
            {
                "invitation_id": INVITATION_ID,
                "group_name": "Venues",
                "purpose": "Those of venues.",
                "until": _NINE,
            }
        ],
    },
    "RenewGroup": _WHOLE,
    "InviteToGroup": {"next": "They sign in with an account of this address, and join."},
}
