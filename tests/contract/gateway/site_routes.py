"""The routes that lead to premises' response levels: what they say, hear and show."""

from typing import Any, Final

from google.protobuf.message import Message

from isp.alerts.v1 import site_response_pb2 as pb
from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import threat_level_pb2
from tests.contract.gateway.route import PERSON_ID, PREMISES_ID, VERSION, Route
from tests.contract.gateway.threat_routes import STANDING, STANDING_READ, _at

_SITES: Final = "/v1/site-responses"
_SITE: Final = f"{_SITES}/{{premises_id}}"
_MOST: Final = threat_level_pb2.ThreatWords(en="The <most>", cy="Y mwyaf")
OVERRIDE: Final = pb.SiteOverride(
    override_id=PERSON_ID,
    number=2,
    response=threat_level_pb2.RESPONSE_LEVEL_EXCEPTIONAL,
    response_meaning=_MOST,
    reason="A <parade> passes.",
    since=_at(8),
    until=_at(20),
    set_by=PERSON_ID,
    set_at=_at(7),
)
OVER: Final = pb.SiteOverride(
    override_id=PREMISES_ID,
    number=1,
    response=threat_level_pb2.RESPONSE_LEVEL_HEIGHTENED,
    response_meaning=_MOST,
    reason="A market.",
    since=_at(1),
    until=_at(9),
    set_by="another",
    set_at=_at(1),
    end=pb.SITE_OVERRIDE_END_LIFTED,
    ended_at=_at(2),
    ended_by="another",
    ended_why="Rain.",
)
SITE: Final = pb.SiteResponse(
    premises_id=PREMISES_ID,
    version=3,
    series=threat_level_pb2.THREAT_SERIES_NATIONAL,
    national=STANDING,
    standing=pb.SITE_STANDING_OWN,
    response=threat_level_pb2.RESPONSE_LEVEL_EXCEPTIONAL,
    response_meaning=_MOST,
    override=OVERRIDE,
)
_BODY: Final[dict[str, Any]] = {
    "response": "EXCEPTIONAL",
    "reason": "A <parade> passes.",
    "since": "2026-11-24T09:00:00+01:00",
    "until": "2026-11-24T20:00:00Z",
}
SITE_ROUTES: Final = (
    Route(
        "GET",
        _SITES,
        "ListSiteResponses",
        query={"premises_id": [PREMISES_ID], "page_size": 7, "page_token": "a+b/c="},
        message=rpc.ListSiteResponsesRequest(
            premises_ids=[PREMISES_ID], page_size=7, page_token="a+b/c="
        ),
    ),
    Route("GET", _SITE, "GetSiteResponse", rpc.GetSiteResponseRequest(premises_id=PREMISES_ID)),
    Route(
        "GET",
        f"{_SITE}/overrides",
        "ListSiteOverrides",
        query={"page_size": 7, "page_token": "9"},
        message=rpc.ListSiteOverridesRequest(premises_id=PREMISES_ID, page_size=7, page_token="9"),
    ),
    Route(
        "PUT",
        _SITE,
        "SetSiteResponse",
        body=_BODY,
        needs_version=True,
        message=rpc.SetSiteResponseRequest(
            premises_id=PREMISES_ID,
            response=threat_level_pb2.RESPONSE_LEVEL_EXCEPTIONAL,
            reason="A <parade> passes.",
            since=_at(8),
            until=_at(20),
            expected_version=VERSION,
        ),
    ),
    Route(
        "POST",
        f"{_SITE}/lifting",
        "LiftSiteResponse",
        body={"reason": "Over."},
        needs_version=True,
        message=rpc.LiftSiteResponseRequest(
            premises_id=PREMISES_ID, expected_version=VERSION, reason="Over."
        ),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ListSiteResponses": rpc.ListSiteResponsesResponse(
        sites=[SITE], may_set=True, next_page_token="next+page"
    ),
    "GetSiteResponse": rpc.GetSiteResponseResponse(site=SITE, may_set=True),
    "ListSiteOverrides": rpc.ListSiteOverridesResponse(
        overrides=[OVERRIDE, OVER], next_page_token="next+page"
    ),
    "SetSiteResponse": rpc.SetSiteResponseResponse(site=SITE),
    "LiftSiteResponse": rpc.LiftSiteResponseResponse(site=SITE),
}
_MOST_READ: Final = {"en": "The <most>", "cy": "Y mwyaf"}
_OVERRIDE_READ: Final = {
    "override_id": PERSON_ID,
    "number": 2,
    "response": "EXCEPTIONAL",
    "response_meaning": _MOST_READ,
    "reason": "A <parade> passes.",
    "since": "2026-11-24T08:00:00.000Z",
    "until": "2026-11-24T20:00:00.000Z",
    "set_by": PERSON_ID,
    "set_at": "2026-11-24T07:00:00.000Z",
    "end": None,
    "ended_at": None,
    "ended_by": None,
    "ended_why": None,
}
_OVER_READ: Final = _OVERRIDE_READ | {
    "override_id": PREMISES_ID,
    "number": 1,
    "response": "HEIGHTENED",
    "reason": "A market.",
    "since": "2026-11-24T01:00:00.000Z",
    "until": "2026-11-24T09:00:00.000Z",
    "set_by": "another",
    "set_at": "2026-11-24T01:00:00.000Z",
    "end": "LIFTED",
    "ended_at": "2026-11-24T02:00:00.000Z",
    "ended_by": "another",
    "ended_why": "Rain.",
}
_SITE_READ: Final = {
    "premises_id": PREMISES_ID,
    "version": 3,
    "series": "NATIONAL",
    "threat_level": STANDING_READ,
    "standing": "OWN",
    "response": "EXCEPTIONAL",
    "response_meaning": _MOST_READ,
    "own": _OVERRIDE_READ,
}
READ: Final[dict[str, Any]] = {
    "ListSiteResponses": {
        "sites": [_SITE_READ],
        "may_set": True,
        "next_page_token": "next+page",
    },
    "GetSiteResponse": _SITE_READ | {"may_set": True},
    "ListSiteOverrides": {
        "overrides": [_OVERRIDE_READ, _OVER_READ],
        "next_page_token": "next+page",
    },
    "SetSiteResponse": _SITE_READ,
    "LiftSiteResponse": _SITE_READ,
}
