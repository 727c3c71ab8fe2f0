"""A region's own alerts by REST."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, jsonify, url_for

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import regional_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key
from services.gateway.resources.alert_desk import ReasonIn
from services.gateway.resources.alert_json import AlertIn, content_to_pb
from services.gateway.resources.alerts import ApprovalIn, WithdrawalIn, answer_with

regional = APIBlueprint("regional", __name__, url_prefix="/v1", tag="Alerts")


@regional.get("/me/regions")
@regional.doc(
    summary="The regions for which you act",
    description="Those whose own messages you write, issue and withdraw: in which you hold a seat"
    " of the region itself, or stand in.",
    responses={200: "Their codes", 401: "Sign in", 403: "Not of the desk"},
    security="bearer",
)
def list_my_regions() -> Response:
    """List the regions for which the caller acts."""
    found = clients().call(clients().regional.ListMyRegions, pb.ListMyRegionsRequest())
    return jsonify({"regions": list(found.regions)})


@regional.post("/regions/<region>/alerts")
@regional.input(AlertIn, arg_name="said")
@regional.doc(
    summary="Write a draft on behalf of a region",
    description=(
        "For people who hold a seat of the region, or stand in. Its audience must stay within the"
        " region. Needs the header Idempotency-Key."
    ),
    responses={201: "The draft", 400: "Wrong input", 403: "Not of the region", 409: "Key reused"},
    security="bearer",
)
def draft_regional_alert(region: str, said: dict[str, Any]) -> Response:
    """Write a draft on behalf of a region."""
    message = pb.DraftRegionalAlertRequest(
        region=region, content=content_to_pb(said), idempotency_key=idempotency_key()
    )
    alert = clients().call(clients().regional.DraftRegionalAlert, message).alert
    answer = answer_with(alert, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for("alerts.get_alert", alert_id=alert.alert_id)
    return answer


@regional.post("/alerts/<uuid:alert_id>/regional-approval")
@regional.input(ApprovalIn, arg_name="said")
@regional.doc(
    summary="Issue a region's alert as a second person of the region",
    description="As an approval, by somebody who holds a seat of the region or stands in; everyone"
    " who wrote it must still be of the region. Needs a second factor of the last 15 minutes.",
    responses={
        200: "Issued",
        400: "It leaves the region",
        401: "Step up",
        403: "Own alert, or not of the region",
        404: "None",
        409: "Changed, or a seat was lost",
    },
    security="bearer",
)
def approve_regional_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Issue a region's alert as a second person of the region."""
    size = said["audience_size"] or "UNSPECIFIED"
    message = pb.ApproveRegionalAlertRequest(
        alert_id=str(alert_id),
        read_digest=bytes.fromhex(said["read_digest"]),
        audience_size=alert_pb2.AudienceSize.Value(f"AUDIENCE_SIZE_{size}"),
        counted=said["counted"],
    )
    return answer_with(clients().call(clients().regional.ApproveRegionalAlert, message).alert)


@regional.post("/alerts/<uuid:alert_id>/regional-return")
@regional.input(ReasonIn, arg_name="said")
@regional.doc(
    summary="Send a region's alert back to those who write it, as one of its people",
    description="Needs If-Match.",
    responses={
        200: "Sent back",
        403: "Not of the region",
        404: "None",
        409: "Not awaiting approval",
        412: "Stale",
    },
    security="bearer",
)
def return_regional_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Send a region's alert back to those who write it."""
    message = pb.ReturnRegionalAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), reason=said["reason"]
    )
    return answer_with(clients().call(clients().regional.ReturnRegionalAlert, message).alert)


@regional.post("/alerts/<uuid:alert_id>/regional-withdrawal")
@regional.input(WithdrawalIn, arg_name="said")
@regional.doc(
    summary="Withdraw a region's alert that was issued in error, as one of its people",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={
        200: "Withdrawn",
        401: "Step up",
        403: "Not of the region",
        404: "None",
        409: "Not issued",
        412: "Stale",
    },
    security="bearer",
)
def withdraw_regional_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Withdraw a region's alert as one of its people."""
    message = pb.WithdrawRegionalAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), reason=said["reason"]
    )
    return answer_with(clients().call(clients().regional.WithdrawRegionalAlert, message).alert)
