"""The routes of an alert's life before it is issued, and what an alert says in these tests."""

from datetime import UTC, datetime
from typing import Any, Final

from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import alert_pb2, alerts_pb2, audience_pb2
from isp.kernel.v1 import kernel_pb2
from tests.contract.gateway.route import ALERT_ID, KEY, PERSON_ID, VERSION, Route

_ALERT: Final = "/v1/alerts/{alert_id}"
_WHY: Final = {"reason": "Because."}
DIGEST: Final = bytes(range(32))
NOON: Final = Timestamp()
NOON.FromDatetime(datetime(2026, 11, 24, 12, tzinfo=UTC))
ONE: Final = Timestamp()
ONE.FromDatetime(datetime(2026, 11, 24, 13, tzinfo=UTC))

ALERT_BODY: Final[dict[str, Any]] = {
    "headline": "Van on the pavement",
    "description": "What is happening.",
    "instruction": "Stay inside.",
    "action_line": "Stay inside now.",
    "language": "cy",
    "severity": "Extreme",
    "urgency": "Immediate",
    "certainty": "Observed",
    "marking": {
        "tlp": "AMBER+STRICT",
        "minimum_tier": "VERIFIED",
        "closed_group": "group",
        "named_subjects": [PERSON_ID],
    },
    "audience": [{"mode": "MUST_BE", "kind": "REGION", "value": "LON"}],
    "expires_at": "2026-11-24T13:00:00+01:00",
    "cap_status": "Exercise",
    "asks_answer": True,
    "cascaded": True,
    "categories": ["Infra", "CBRNE"],
    "response_types": ["Shelter", "None"],
    "translations": [
        {
            "language": "cy-GB",
            "headline": "Fan ar y palmant",
            "description": "Beth sy'n digwydd.",
            "instruction": "Arhoswch y tu mewn.",
            "action_line": "Arhoswch y tu mewn nawr.",
        }
    ],
    "channels": ["EMAIL", "SMS"],
    "authority_reference": "CAD 7",
    "area": {
        "place": "Bath",
        "latitude": 51.5,
        "longitude": -2.25,
        "radius_metres": 500,
        "shapes": [
            {"circle": {"longitude": -2.25, "latitude": 51.5, "radius_km": 0.25}},
            {
                "polygon": {
                    "type": "Polygon",
                    "coordinates": [[[-2.25, 51.5], [-2.25, 51.75], [-2.5, 51.5], [-2.25, 51.5]]],
                }
            },
        ],
        "geocodes": [{"name": "UGC", "value": "UKC001"}],
    },
}
AREA: Final = alert_pb2.Area(
    place="Bath",
    latitude=51.5,
    longitude=-2.25,
    radius_metres=500,
    shapes=[
        alert_pb2.AreaShape(
            circle=kernel_pb2.Circle(latitude=51.5, longitude=-2.25, radius_km=0.25)
        ),
        alert_pb2.AreaShape(
            polygon=kernel_pb2.Polygon(
                latitudes=[51.5, 51.75, 51.5, 51.5], longitudes=[-2.25, -2.25, -2.5, -2.25]
            )
        ),
    ],
    geocodes=[alert_pb2.Geocode(name="UGC", value="UKC001")],
)
CONTENT: Final = alert_pb2.AlertContent(
    headline="Van on the pavement",
    description="What is happening.",
    instruction="Stay inside.",
    action_line="Stay inside now.",
    language="cy",
    severity=alert_pb2.SEVERITY_EXTREME,
    urgency=alert_pb2.URGENCY_IMMEDIATE,
    certainty=alert_pb2.CERTAINTY_OBSERVED,
    marking=kernel_pb2.Marking(
        tlp=kernel_pb2.TLP_AMBER_STRICT,
        minimum_tier=kernel_pb2.TIER_VERIFIED,
        closed_group="group",
        named_subjects=[PERSON_ID],
    ),
    audience=[
        kernel_pb2.AudienceRow(
            mode=kernel_pb2.AUDIENCE_MODE_MUST_BE,
            kind=kernel_pb2.AUDIENCE_KIND_REGION,
            value="LON",
        )
    ],
    expires_at=NOON,
    cap_status=alert_pb2.CAP_STATUS_EXERCISE,
    asks_answer=True,
    cascaded=True,
    categories=[alert_pb2.CAP_CATEGORY_INFRA, alert_pb2.CAP_CATEGORY_CBRNE],
    response_types=[alert_pb2.CAP_RESPONSE_TYPE_SHELTER, alert_pb2.CAP_RESPONSE_TYPE_NONE],
    translations=[alert_pb2.Translation(**ALERT_BODY["translations"][0])],
    authority_reference="CAD 7",
    channels=[alert_pb2.CHANNEL_EMAIL, alert_pb2.CHANNEL_SMS],
    area=AREA,
)
ALERT_ROUTES: Final = (
    Route(
        "PUT",
        _ALERT,
        "EditAlert",
        body=ALERT_BODY,
        needs_version=True,
        message=alerts_pb2.EditAlertRequest(
            alert_id=ALERT_ID, expected_version=VERSION, content=CONTENT
        ),
    ),
    Route(
        "POST",
        f"{_ALERT}/return",
        "ReturnAlert",
        body=_WHY,
        needs_version=True,
        message=alerts_pb2.ReturnAlertRequest(alert_id=ALERT_ID, expected_version=VERSION, **_WHY),
    ),
    Route(
        "POST",
        f"{_ALERT}/discard",
        "DiscardAlert",
        body=_WHY,
        needs_version=True,
        message=alerts_pb2.DiscardAlertRequest(alert_id=ALERT_ID, expected_version=VERSION, **_WHY),
    ),
    Route(
        "POST",
        f"{_ALERT}/updates",
        "UpdateAlert",
        status=201,
        body=ALERT_BODY,
        needs_key=True,
        message=alerts_pb2.UpdateAlertRequest(
            alert_id=ALERT_ID, content=CONTENT, idempotency_key=KEY
        ),
    ),
    Route("GET", f"{_ALERT}/thread", "GetThread", alerts_pb2.GetThreadRequest(alert_id=ALERT_ID)),
    Route(
        "POST",
        f"{_ALERT}/review",
        "ReviewAlert",
        body={"finding": "Right."},
        needs_version=True,
        message=alerts_pb2.ReviewAlertRequest(
            alert_id=ALERT_ID, expected_version=VERSION, finding="Right."
        ),
    ),
    Route("GET", "/v1/alerts/reviews", "ListReviews", alerts_pb2.ListReviewsRequest()),
    Route(
        "GET",
        f"{_ALERT}/decisions",
        "GetDecisions",
        alerts_pb2.GetDecisionsRequest(alert_id=ALERT_ID),
    ),
    Route(
        "GET",
        "/v1/alerts/decisions",
        "ExportDecisions",
        query={
            "since": "2026-11-24T12:00:00+00:00",
            "until": "2026-11-24T14:00:00+01:00",
            "page_size": 7,
            "page_token": "a+b/c=",
        },
        message=alerts_pb2.ExportDecisionsRequest(
            since=NOON, until=ONE, page_size=7, page_token="a+b/c="
        ),
        answers="application/jsonl",
    ),
    Route("GET", f"{_ALERT}/reach", "GetReach", alerts_pb2.GetReachRequest(alert_id=ALERT_ID)),
    Route(
        "GET",
        f"{_ALERT}/reach/map",
        "GetReachMap",
        audience_pb2.GetReachMapRequest(alert_id=ALERT_ID),
    ),
)
