"""The routes that lead to who belongs to an organisation, and whom it invites."""

from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import organisations_pb2 as pb
from isp.identity.v1 import premises_pb2
from tests.contract.gateway.route import (
    INVITATION_ID,
    KEY,
    ORGANISATION_ID,
    PERSON_ID,
    VERSION,
    Route,
)

_INVITATIONS: Final = "/v1/me/organisation/invitations"
_INVITATION: Final = f"{_INVITATIONS}/{{invitation_id}}"
_MEMBER: Final = "/v1/me/organisation/members/{subject}"
_UNLED: Final = "/v1/organisations/unled"
_TOKEN: Final = {"token": "abc"}

ORGANISATION_ROUTES: Final = (
    Route(
        "POST",
        _INVITATIONS,
        "InviteColleague",
        status=201,
        body={"email": "new@hall.example", "language": "cy"},
        needs_key=True,
        message=pb.InviteColleagueRequest(
            email="new@hall.example", language="cy", idempotency_key=KEY
        ),
    ),
    Route("GET", _INVITATIONS, "ListInvitations", pb.ListInvitationsRequest()),
    Route(
        "POST",
        f"{_INVITATION}/mail",
        "ResendInvitation",
        pb.ResendInvitationRequest(invitation_id=INVITATION_ID),
    ),
    Route(
        "DELETE",
        _INVITATION,
        "WithdrawInvitation",
        pb.WithdrawInvitationRequest(invitation_id=INVITATION_ID),
        status=204,
        answers="",
    ),
    Route(
        "POST",
        "/v1/invitations/look",
        "GetInvitation",
        pb.GetInvitationRequest(**_TOKEN),
        body=_TOKEN,
    ),
    Route(
        "POST",
        "/v1/invitations/decline",
        "DeclineInvitation",
        pb.DeclineInvitationRequest(**_TOKEN),
        body=_TOKEN,
        status=204,
        answers="",
    ),
    Route("GET", "/v1/me/invitations", "ListMyInvitations", pb.ListMyInvitationsRequest()),
    Route(
        "POST",
        "/v1/me/invitations/{invitation_id}/accept",
        "AcceptInvitation",
        pb.AcceptInvitationRequest(invitation_id=INVITATION_ID, bring_premises=True),
        query={"bring_premises": "true"},
    ),
    Route(
        "POST",
        "/v1/invitations/accept",
        "AcceptInvitation",
        pb.AcceptInvitationRequest(**_TOKEN),
        body=_TOKEN,
    ),
    Route(
        "GET",
        "/v1/me/organisation/members",
        "ListMembers",
        pb.ListMembersRequest(page_size=7, page_token="t"),
        query={"page_size": 7, "page_token": "t"},
    ),
    Route(
        "PUT",
        f"{_MEMBER}/admin",
        "SetOrganisationAdmin",
        pb.SetOrganisationAdminRequest(subject=PERSON_ID, admin=True),
    ),
    Route(
        "DELETE",
        f"{_MEMBER}/admin",
        "SetOrganisationAdmin",
        pb.SetOrganisationAdminRequest(subject=PERSON_ID),
    ),
    Route(
        "DELETE",
        _MEMBER,
        "RemoveMember",
        pb.RemoveMemberRequest(subject=PERSON_ID),
        status=204,
        answers="",
    ),
    Route(
        "DELETE",
        "/v1/me/organisation",
        "LeaveOrganisation",
        pb.LeaveOrganisationRequest(close=True),
        query={"close": "true"},
    ),
    Route(
        "PUT",
        "/v1/me/organisation",
        "RenameOrganisation",
        pb.RenameOrganisationRequest(name="Hall", expected_version=VERSION),
        body={"name": "Hall"},
        needs_version=True,
    ),
    Route(
        "GET",
        _UNLED,
        "ListUnledOrganisations",
        pb.ListUnledOrganisationsRequest(page_size=7, page_token="t"),
        query={"page_size": 7, "page_token": "t"},
    ),
    Route(
        "GET",
        f"{_UNLED}/{{organisation_id}}",
        "GetUnledOrganisation",
        pb.GetUnledOrganisationRequest(organisation_id=ORGANISATION_ID),
    ),
    Route(
        "PUT",
        f"{_UNLED}/{{organisation_id}}/admins/{{subject}}",
        "AppointOrganisationAdmin",
        pb.AppointOrganisationAdminRequest(
            organisation_id=ORGANISATION_ID, subject=PERSON_ID, reason="Its admin is suspended."
        ),
        body={"reason": "Its admin is suspended."},
        status=204,
        answers="text/html",
    ),
)

NOON: Final = Timestamp(seconds=1_764_000_000)
LATER: Final = Timestamp(seconds=NOON.seconds + 7 * 86400)
INVITATION: Final = pb.Invitation(
    invitation_id=INVITATION_ID,
    email="new@hall.example",
    invited_by="Ann <b>",
    created_at=NOON,
    expires_at=LATER,
    mailed=2,
)
SEEN: Final = pb.InvitationSeen(
    invitation_id=INVITATION_ID,
    organisation_name="Hall <b>",
    invited_by="Ann <b>",
    expires_at=LATER,
)
ME: Final = pb.Member(
    subject="34343434-3434-4434-8434-343434343434",
    given_name="Ann",
    family_name="<b>",
    admin=True,
    me=True,
    security_lead=True,
)
OTHER: Final = pb.Member(subject=PERSON_ID, given_name="Bob", family_name="Lee")
HALL: Final = premises_pb2.Organisation(
    organisation_id=INVITATION_ID, name="Hall", sectors=["retail"], version=4, created_at=NOON
)
UNLED: Final = pb.UnledOrganisation(
    organisation_id=ORGANISATION_ID, name="Hall <b>", size=3, created_at=NOON
)
ANSWERS: Final[dict[str, Message]] = {
    "ListUnledOrganisations": pb.ListUnledOrganisationsResponse(
        organisations=[UNLED], next_page_token="next+page"
    ),
    "GetUnledOrganisation": pb.GetUnledOrganisationResponse(organisation=UNLED, members=[OTHER]),
    "AppointOrganisationAdmin": pb.AppointOrganisationAdminResponse(),
    "InviteColleague": pb.InviteColleagueResponse(invitation=INVITATION),
    "ListInvitations": pb.ListInvitationsResponse(invitations=[INVITATION]),
    "ResendInvitation": pb.ResendInvitationResponse(invitation=INVITATION),
    "WithdrawInvitation": pb.WithdrawInvitationResponse(),
    "GetInvitation": pb.GetInvitationResponse(invitation=SEEN),
    "DeclineInvitation": pb.DeclineInvitationResponse(),
    "ListMyInvitations": pb.ListMyInvitationsResponse(invitations=[SEEN]),
    "AcceptInvitation": pb.AcceptInvitationResponse(organisation=HALL, premises_brought=3),
    "ListMembers": pb.ListMembersResponse(
        members=[ME, OTHER], admin=True, next_page_token="next+page"
    ),
    "SetOrganisationAdmin": pb.SetOrganisationAdminResponse(member=OTHER),
    "RemoveMember": pb.RemoveMemberResponse(),
    "LeaveOrganisation": pb.LeaveOrganisationResponse(closed=True),
    "RenameOrganisation": pb.RenameOrganisationResponse(organisation=HALL),
}
_UNTIL: Final = "2025-12-01T16:00:00.000Z"
_INVITATION_READ: Final[dict[str, Any]] = {
    "invitation_id": INVITATION_ID,
    "email": "new@hall.example",
    "invited_by": "Ann <b>",
    "created_at": "2025-11-24T16:00:00.000Z",
    "expires_at": _UNTIL,
    "mailed": 2,
}
_SEEN_READ: Final = {
    "invitation_id": INVITATION_ID,
    "organisation_name": "Hall <b>",
    "invited_by": "Ann <b>",
    "expires_at": _UNTIL,
}
_OTHER_READ: Final = {
    "subject": PERSON_ID,
    "given_name": "Bob",
    "family_name": "Lee",
    "admin": False,
    "me": False,
    "security_lead": False,
}
_HALL_READ: Final = {
    "organisation_id": INVITATION_ID,
    "name": "Hall",
    "sectors": ["retail"],
    "created_at": "2025-11-24T16:00:00.000Z",
}
_UNLED_READ: Final = {
    "organisation_id": ORGANISATION_ID,
    "name": "Hall <b>",
    "size": 3,
    "created_at": "2025-11-24T16:00:00.000Z",
}
READ: Final[dict[str, Any]] = {
    "ListUnledOrganisations": {"organisations": [_UNLED_READ], "next_page_token": "next+page"},
    "GetUnledOrganisation": _UNLED_READ
    | {"members": [{"subject": PERSON_ID, "given_name": "Bob", "family_name": "Lee"}]},
    "InviteColleague": _INVITATION_READ,
    "ListInvitations": {"invitations": [_INVITATION_READ]},
    "ResendInvitation": _INVITATION_READ,
    "GetInvitation": _SEEN_READ,
    "ListMyInvitations": {"invitations": [_SEEN_READ]},
    "AcceptInvitation": _HALL_READ | {"premises_brought": 3},
    "ListMembers": {
        "members": [
            {
                "subject": ME.subject,
                "given_name": "Ann",
                "family_name": "<b>",
                "admin": True,
                "me": True,
                "security_lead": True,
            },
            _OTHER_READ,
        ],
        "admin": True,
        "next_page_token": "next+page",
    },
    "SetOrganisationAdmin": _OTHER_READ,
    "LeaveOrganisation": {"closed": True},
    "RenameOrganisation": _HALL_READ,
}
"""What the gateway makes of these answers."""
