"""The routes of partner sites: what they say, hear and show."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import partners_pb2 as pb
from tests.contract.gateway.route import KEY, PERSON_ID, SITE_ID, VERSION, Route

NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
_AT: Final = "2026-11-24T12:00:00.000Z"
SITE: Final = pb.PartnerSite(
    site_id=SITE_ID,
    version=3,
    status=pb.PARTNER_STATUS_ACTIVE,
    name="Trade site",
    client_id=f"partner-{SITE_ID}",
    redirect_uris=["https://trade.example/in"],
    backchannel_logout_uri="https://trade.example/out",
    scopes=[pb.PARTNER_SCOPE_NAME, pb.PARTNER_SCOPE_VERIFIED],
    steward=PERSON_ID,
    steward_email="web@trade.example",
    proposed_at=NOON,
    confirmed_at=NOON,
    secret_issued_at=NOON,
    carrying=True,
)
PROPOSED: Final = pb.PartnerSite(
    site_id=SITE_ID,
    version=1,
    status=pb.PARTNER_STATUS_PROPOSED,
    name="Trade site",
    redirect_uris=["https://trade.example/in"],
    proposed_at=NOON,
)
SECRET: Final = "s3cret" * 7
DAYS: Final = [
    pb.PartnerDay(day="2026-11-24", sign_ins=12, people=7),
    pb.PartnerDay(day="2026-11-23", withheld=True),
]
_BODY: Final[dict[str, Any]] = {
    "name": "Trade site",
    "redirect_uris": ["https://trade.example/in"],
    "backchannel_logout_uri": "https://trade.example/out",
    "scopes": ["NAME", "VERIFIED"],
    "steward_email": "web@trade.example",
}
_SITE: Final = "/v1/partner-sites/{site_id}"
_OF_SITE: Final[dict[str, Any]] = {"site_id": SITE_ID, "expected_version": VERSION}
_WHY: Final = {"reason": "It was sold."}

PARTNER_ROUTES: Final = (
    Route(
        "POST",
        "/v1/partner-sites",
        "ProposePartnerSite",
        status=201,
        body=_BODY,
        needs_key=True,
        message=pb.ProposePartnerSiteRequest(
            **_BODY | {"scopes": [pb.PARTNER_SCOPE_NAME, pb.PARTNER_SCOPE_VERIFIED]},
            idempotency_key=KEY,
        ),
    ),
    Route(
        "GET",
        "/v1/partner-sites",
        "ListPartnerSites",
        query={"page_size": 7, "page_token": "a+b/c="},
        message=pb.ListPartnerSitesRequest(page_size=7, page_token="a+b/c="),
    ),
    Route("GET", _SITE, "GetPartnerSite", pb.GetPartnerSiteRequest(site_id=SITE_ID)),
    Route(
        "POST",
        f"{_SITE}/confirmation",
        "ConfirmPartnerSite",
        needs_version=True,
        message=pb.ConfirmPartnerSiteRequest(**_OF_SITE),
    ),
    Route(
        "POST",
        f"{_SITE}/secret",
        "IssuePartnerSecret",
        needs_version=True,
        message=pb.IssuePartnerSecretRequest(**_OF_SITE),
    ),
    Route(
        "POST",
        f"{_SITE}/end",
        "DisablePartnerSite",
        body=_WHY,
        needs_version=True,
        message=pb.DisablePartnerSiteRequest(**_OF_SITE, **_WHY),
    ),
    Route("GET", "/v1/me/partner-sites", "ListMyPartnerSites", pb.ListMyPartnerSitesRequest()),
    Route(
        "GET",
        f"{_SITE}/usage",
        "GetPartnerUsage",
        query={"days": 7},
        message=pb.GetPartnerUsageRequest(site_id=SITE_ID, days=7),
    ),
)
ANSWERS: Final[dict[str, Message]] = {
    "ProposePartnerSite": pb.ProposePartnerSiteResponse(site=SITE),
    "ConfirmPartnerSite": pb.ConfirmPartnerSiteResponse(site=SITE),
    "IssuePartnerSecret": pb.IssuePartnerSecretResponse(site=SITE, secret=SECRET),
    "DisablePartnerSite": pb.DisablePartnerSiteResponse(site=SITE),
    "ListPartnerSites": pb.ListPartnerSitesResponse(sites=[SITE], next_page_token="next"),
    "GetPartnerSite": pb.GetPartnerSiteResponse(site=SITE),
    "ListMyPartnerSites": pb.ListMyPartnerSitesResponse(sites=[SITE]),
    "GetPartnerUsage": pb.GetPartnerUsageResponse(days=DAYS),
}
_SHOWN: Final = {
    "site_id": SITE_ID,
    "version": 3,
    "status": "ACTIVE",
    "name": "Trade site",
    "client_id": f"partner-{SITE_ID}",
    "redirect_uris": ["https://trade.example/in"],
    "backchannel_logout_uri": "https://trade.example/out",
    "scopes": ["NAME", "VERIFIED"],
    "steward": PERSON_ID,
    "steward_email": "web@trade.example",
    "proposed_at": _AT,
    "proposed_by_you": False,
    "confirmed_at": _AT,
    "disabled_at": None,
    "disabled_because": None,
    "secret_issued_at": _AT,
    "carrying": True,
}
READ: Final[dict[str, Any]] = {
    "ProposePartnerSite": _SHOWN,
    "ConfirmPartnerSite": _SHOWN,
    "IssuePartnerSecret": {"site": _SHOWN, "secret": SECRET},
    "DisablePartnerSite": _SHOWN,
    "ListPartnerSites": {"sites": [_SHOWN], "next_page_token": "next"},
    "GetPartnerSite": _SHOWN,
    "ListMyPartnerSites": {"sites": [_SHOWN]},
    "GetPartnerUsage": {
        "days": [
            {"day": "2026-11-24", "withheld": False, "sign_ins": 12, "people": 7},
            {"day": "2026-11-23", "withheld": True, "sign_ins": None, "people": None},
        ]
    },
}
