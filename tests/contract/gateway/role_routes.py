"""The routes of staff roles: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import role_grants_pb2 as pb
from tests.contract.gateway.route import GRANT_ID, KEY, PERSON_ID, REQUEST_ID, VERSION, Route


def at(hour: int) -> Timestamp:
    moment = Timestamp()
    moment.FromDatetime(datetime(2026, 11, 24, hour, tzinfo=UTC))
    return moment


PROPOSED: Final = pb.RoleGrant(
    grant_id=GRANT_ID,
    version=1,
    person=pb.GrantPerson(subject=PERSON_ID, name="Duty Officer", email="duty@hub.example"),
    role="duty-officer",
    reason="On the rota.",
    eligible=True,
    state=pb.ROLE_GRANT_STATE_PROPOSED,
    proposed_by=pb.GrantPerson(subject=REQUEST_ID),
    proposed_at=at(8),
    until=at(23),
    privileged=True,
    longest_hours=8,
)
GRANT: Final = pb.RoleGrant()
GRANT.CopyFrom(PROPOSED)
GRANT.MergeFrom(
    pb.RoleGrant(
        version=3,
        state=pb.ROLE_GRANT_STATE_GRANTED,
        decided_by=pb.GrantPerson(subject=PERSON_ID, name="An Admin"),
        decided_at=at(9),
        active_until=at(11),
        activation_reason="An incident.",
    )
)
_GRANT: Final = "/v1/role-grants/{grant_id}"
_OF_GRANT: Final[dict[str, Any]] = {"grant_id": GRANT_ID, "expected_version": VERSION}
_WHY: Final = {"reason": "Because."}
_SAID: Final = {
    "email": "duty@hub.example",
    "role": "duty-officer",
    "reason": "On the rota.",
    "eligible": True,
}

ROLE_ROUTES: Final = (
    Route(
        "POST",
        "/v1/role-grants",
        "ProposeRoleGrant",
        status=201,
        body=_SAID | {"until": "2026-11-24T23:00:00Z"},
        needs_key=True,
        message=pb.ProposeRoleGrantRequest(**_SAID, until=at(23), idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/role-grants",
        "ListRoleGrants",
        query={"over_too": True, "page_size": 100, "page_token": "a b"},
        message=pb.ListRoleGrantsRequest(over_too=True, page_size=100, page_token="a b"),
    ),
    Route("GET", _GRANT, "GetRoleGrant", pb.GetRoleGrantRequest(grant_id=GRANT_ID)),
    Route(
        "POST",
        f"{_GRANT}/confirmation",
        "ConfirmRoleGrant",
        needs_version=True,
        message=pb.ConfirmRoleGrantRequest(**_OF_GRANT),
    ),
    Route(
        "POST",
        f"{_GRANT}/refusal",
        "RefuseRoleGrant",
        body=_WHY,
        needs_version=True,
        message=pb.RefuseRoleGrantRequest(**_OF_GRANT, **_WHY),
    ),
    Route(
        "POST",
        f"{_GRANT}/withdrawal",
        "WithdrawRoleGrant",
        needs_version=True,
        message=pb.WithdrawRoleGrantRequest(**_OF_GRANT),
    ),
    Route(
        "POST",
        f"{_GRANT}/end",
        "EndRoleGrant",
        body=_WHY,
        needs_version=True,
        message=pb.EndRoleGrantRequest(**_OF_GRANT, **_WHY),
    ),
    Route("GET", "/v1/me/role-grants", "ListMyRoleGrants", pb.ListMyRoleGrantsRequest()),
    Route(
        "POST",
        f"{_GRANT}/activation",
        "ActivateRole",
        body={"hours": 2, **_WHY},
        needs_version=True,
        message=pb.ActivateRoleRequest(**_OF_GRANT, hours=2, **_WHY),
    ),
    Route(
        "DELETE",
        f"{_GRANT}/activation",
        "DeactivateRole",
        needs_version=True,
        message=pb.DeactivateRoleRequest(**_OF_GRANT),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ProposeRoleGrant": pb.ProposeRoleGrantResponse(grant=PROPOSED),
    "ListRoleGrants": pb.ListRoleGrantsResponse(grants=[GRANT], next_page_token="next"),
    "GetRoleGrant": pb.GetRoleGrantResponse(grant=GRANT),
    "ConfirmRoleGrant": pb.ConfirmRoleGrantResponse(grant=GRANT),
    "RefuseRoleGrant": pb.RefuseRoleGrantResponse(grant=GRANT),
    "WithdrawRoleGrant": pb.WithdrawRoleGrantResponse(grant=GRANT),
    "EndRoleGrant": pb.EndRoleGrantResponse(grant=GRANT),
    "ListMyRoleGrants": pb.ListMyRoleGrantsResponse(grants=[GRANT]),
    "ActivateRole": pb.ActivateRoleResponse(grant=GRANT),
    "DeactivateRole": pb.DeactivateRoleResponse(grant=GRANT),
}
_PROPOSED_READ: Final[dict[str, Any]] = {
    "grant_id": GRANT_ID,
    "version": 1,
    "person": {"subject": PERSON_ID, "name": "Duty Officer", "email": "duty@hub.example"},
    "role": "duty-officer",
    "reason": "On the rota.",
    "privileged": True,
    "eligible": True,
    "longest_hours": 8,
    "state": "PROPOSED",
    "proposed_by": {"subject": REQUEST_ID, "name": None, "email": None},
    "proposed_at": "2026-11-24T08:00:00.000Z",
    "decided_by": None,
    "decided_at": None,
    "until": "2026-11-24T23:00:00.000Z",
    "active_until": None,
    "activation_reason": None,
    "ended_by": None,
    "ended_at": None,
    "end_reason": None,
}
GRANT_READ: Final = _PROPOSED_READ | {
    "version": 3,
    "state": "GRANTED",
    "decided_by": {"subject": PERSON_ID, "name": "An Admin", "email": None},
    "decided_at": "2026-11-24T09:00:00.000Z",
    "active_until": "2026-11-24T11:00:00.000Z",
    "activation_reason": "An incident.",
}
READ: Final[dict[str, Any]] = {
    "ProposeRoleGrant": _PROPOSED_READ,
    "ListRoleGrants": {"role_grants": [GRANT_READ], "next_page_token": "next"},
    "ListMyRoleGrants": {"role_grants": [GRANT_READ]},
    **dict.fromkeys(
        (
            *("GetRoleGrant", "ConfirmRoleGrant", "RefuseRoleGrant", "WithdrawRoleGrant"),
            *("EndRoleGrant", "ActivateRole", "DeactivateRole"),
        ),
        GRANT_READ,
    ),
}
