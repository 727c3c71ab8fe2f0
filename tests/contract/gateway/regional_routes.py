"""The routes of regions' own alerts, each with what it says to the service."""

from typing import Final

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import regional_pb2 as pb
from tests.contract.gateway.alert_routes import ALERT_BODY, CONTENT, DIGEST
from tests.contract.gateway.route import ALERT_ID, KEY, VERSION, Route

REGIONAL_ROUTES: Final = (
    Route("GET", "/v1/me/regions", "ListMyRegions", pb.ListMyRegionsRequest()),
    Route(
        "POST",
        "/v1/regions/{region}/alerts",
        "DraftRegionalAlert",
        status=201,
        body=ALERT_BODY,
        needs_key=True,
        message=pb.DraftRegionalAlertRequest(region="LON", content=CONTENT, idempotency_key=KEY),
    ),
    Route(
        "POST",
        "/v1/alerts/{alert_id}/regional-approval",
        "ApproveRegionalAlert",
        body={"read_digest": DIGEST.hex(), "audience_size": "TENS", "counted": 12},
        message=pb.ApproveRegionalAlertRequest(
            alert_id=ALERT_ID,
            read_digest=DIGEST,
            audience_size=alert_pb2.AUDIENCE_SIZE_TENS,
            counted=12,
        ),
    ),
    Route(
        "POST",
        "/v1/alerts/{alert_id}/regional-return",
        "ReturnRegionalAlert",
        body={"reason": "Which street?"},
        needs_version=True,
        message=pb.ReturnRegionalAlertRequest(
            alert_id=ALERT_ID, expected_version=VERSION, reason="Which street?"
        ),
    ),
    Route(
        "POST",
        "/v1/alerts/{alert_id}/regional-withdrawal",
        "WithdrawRegionalAlert",
        body={"reason": "Wrong street"},
        needs_version=True,
        message=pb.WithdrawRegionalAlertRequest(
            alert_id=ALERT_ID, expected_version=VERSION, reason="Wrong street"
        ),
    ),
)
