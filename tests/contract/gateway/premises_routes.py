"""The routes that lead to organisations and premises: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import premises_pb2 as pb
from isp.identity.v1 import subscriptions_pb2
from tests.contract.gateway.route import KEY, ORGANISATION_ID, PREMISES_ID, VERSION, Route

PREMISES_BODY: Final[dict[str, Any]] = {
    "name": "The <b>shop</b>",
    "address_lines": ["1 Example Street", "London"],
    "postcode": "sw1a1aa",
    "type": "shop",
    "capacity": 250,
    "location": {"latitude": 51.5, "longitude": -0.25},
}
_SAID: Final = PREMISES_BODY | {"location": pb.Location(latitude=51.5, longitude=-0.25)}
_LITTLE: Final = {name: PREMISES_BODY[name] for name in list(PREMISES_BODY)[:4]}
_PREMISES: Final = "/v1/me/premises/{premises_id}"

PREMISES_ROUTES: Final = (
    Route("GET", "/v1/me/organisation", "GetOrganisation", pb.GetOrganisationRequest()),
    Route(
        "POST",
        "/v1/me/organisation",
        "CreateOrganisation",
        status=201,
        body={"name": "Cafe"},
        needs_key=True,
        message=pb.CreateOrganisationRequest(name="Cafe", idempotency_key=KEY),
    ),
    Route(
        "GET",
        "/v1/me/premises",
        "ListPremises",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=pb.ListPremisesRequest(page_size=7, page_token="a+b/c="),
    ),
    Route(
        "POST",
        "/v1/me/premises",
        "AddPremises",
        status=201,
        body=PREMISES_BODY,
        needs_key=True,
        message=pb.AddPremisesRequest(**_SAID, idempotency_key=KEY),
    ),
    Route("GET", _PREMISES, "GetPremises", pb.GetPremisesRequest(premises_id=PREMISES_ID)),
    Route(
        "PUT",
        _PREMISES,
        "UpdatePremises",
        body=_LITTLE | {"capacity": None},
        needs_version=True,
        message=pb.UpdatePremisesRequest(
            premises_id=PREMISES_ID, expected_version=VERSION, **_LITTLE
        ),
    ),
    Route(
        "DELETE",
        _PREMISES,
        "RemovePremises",
        status=204,
        needs_version=True,
        answers="",
        message=pb.RemovePremisesRequest(premises_id=PREMISES_ID, expected_version=VERSION),
    ),
)

_NOON: Final = Timestamp()
_NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
ORGANISATION: Final = pb.Organisation(
    organisation_id=ORGANISATION_ID,
    name="Cafe <b>",
    sectors=["retail"],
    version=3,
    created_at=_NOON,
)
PREMISES: Final = pb.Premises(
    **_SAID | {"postcode": "SW1A 1AA"},
    premises_id=PREMISES_ID,
    organisation_id=ORGANISATION_ID,
    location_given=True,
    regions=[subscriptions_pb2.Region(code="LON", name="London")],
    version=3,
    added_at=_NOON,
)
ANSWERS: Final[dict[str, Message]] = {
    "GetOrganisation": pb.GetOrganisationResponse(organisation=ORGANISATION),
    "CreateOrganisation": pb.CreateOrganisationResponse(organisation=ORGANISATION),
    "ListPremises": pb.ListPremisesResponse(premises=[PREMISES], next_page_token="next+page"),
    "GetPremises": pb.GetPremisesResponse(premises=PREMISES),
    "AddPremises": pb.AddPremisesResponse(premises=PREMISES),
    "UpdatePremises": pb.UpdatePremisesResponse(premises=PREMISES),
    "RemovePremises": pb.RemovePremisesResponse(),
}

_ORGANISATION_READ: Final = {
    "organisation_id": ORGANISATION_ID,
    "name": "Cafe <b>",
    "sectors": ["retail"],
    "created_at": "2026-11-24T12:00:00.000Z",
}
_PREMISES_READ: Final = PREMISES_BODY | {
    "postcode": "SW1A 1AA",
    "premises_id": PREMISES_ID,
    "organisation_id": ORGANISATION_ID,
    "location_given": True,
    "regions": [{"code": "LON", "name": "London"}],
    "version": 3,
    "added_at": "2026-11-24T12:00:00.000Z",
}
READ: Final[dict[str, Any]] = {
    "GetOrganisation": _ORGANISATION_READ,
    "CreateOrganisation": _ORGANISATION_READ,
    "ListPremises": {"premises": [_PREMISES_READ], "next_page_token": "next+page"},
    **dict.fromkeys(("GetPremises", "AddPremises", "UpdatePremises"), _PREMISES_READ),
}
