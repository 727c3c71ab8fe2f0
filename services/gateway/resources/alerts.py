"""Alerts by REST."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer, List
from apiflask.validators import Length, OneOf, Range, Regexp
from flask import Response, jsonify, redirect, request, url_for
from marshmallow import RAISE

from isp.alerts.v1 import alert_pb2, alerts_pb2, deliveries_pb2
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import (
    SIZES,
    STATUSES,
    AlertIn,
    alert_json,
    content_to_pb,
    time_json,
)
from services.gateway.resources.delivery_json import REPORTS, ReceiptIn, deliveries_json
from services.gateway.resources.fields import String
from services.gateway.resources.preview_json import PreviewIn, preview_json, preview_to_pb

alerts = APIBlueprint("alerts", __name__, url_prefix="/v1/alerts", tag="Alerts")


class AlertsQuery(Schema):
    """Which page of which alerts."""

    status = List(String(validate=OneOf(STATUSES)), load_default=list)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class SubmissionQuery(Schema):
    """The digest of what is unusual, as it was seen; nothing where nothing is."""

    warnings_seen = String(
        load_default="",
        validate=Regexp("^([0-9a-f]{64})?$", error="Must be 64 hexadecimal digits."),
    )


class ReadIn(Schema):
    """Exactly what was read."""

    read_digest = String(
        required=True, validate=Regexp("^[0-9a-f]{64}$", error="Must be 64 hexadecimal digits.")
    )


class ApprovalIn(ReadIn):
    """Exactly what was read, and how many it reaches; `counted` where it was counted again."""

    audience_size = String(load_default=None, allow_none=True, validate=OneOf(SIZES))
    counted = Integer(load_default=None, allow_none=True, validate=Range(0, 1_000_000_000))


class WithdrawalIn(Schema):
    """Why, for the record only."""

    reason = String(required=True)


class AllClearIn(Schema):
    """What recipients will read, and whose decision it is."""

    text = String(required=True)
    text_cy = String(load_default="")
    authority_reference = String(required=True)


def answer_with(alert: alert_pb2.Alert, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return an alert with the ETag of its version."""
    answer = jsonify(alert_json(alert))
    answer.status_code = status
    return with_etag(answer, alert.version)


@alerts.post("")
@alerts.input(AlertIn, arg_name="said")
@alerts.doc(
    summary="Write a draft",
    description=(
        "Needs the header Idempotency-Key. Nobody receives it yet. A polygon of the audience is"
        " GeoJSON of one ring, longitude before latitude."
    ),
    responses={201: "The draft", 400: "Wrong input", 403: "Not allowed", 409: "Key reused"},
    security="bearer",
)
def draft_alert(said: dict[str, Any]) -> Response:
    """Write a draft."""
    message = alerts_pb2.DraftAlertRequest(
        content=content_to_pb(said), idempotency_key=idempotency_key()
    )
    alert = clients().call(clients().alerts.DraftAlert, message).alert
    answer = answer_with(alert, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for("alerts.get_alert", alert_id=alert.alert_id)
    return answer


@alerts.get("")
@alerts.input(AlertsQuery, location="query", arg_name="said", unknown=RAISE)
@alerts.doc(
    summary="List alerts",
    description="Those that the caller may read, newest first; Link rel=next and rel=prev lead on.",
    responses={200: "A page of alerts"},
)
def list_alerts(said: dict[str, Any]) -> Response:
    """List alerts."""
    statuses = [alert_pb2.AlertStatus.Value(f"ALERT_STATUS_{name}") for name in said["status"]]
    page = clients().call(
        clients().alerts.ListAlerts,
        alerts_pb2.ListAlertsRequest(
            page_size=said["page_size"], page_token=said["page_token"], statuses=statuses
        ),
    )
    ways = {"next": page.next_page_token, "prev": page.previous_page_token}
    answer = jsonify(
        {
            "alerts": [alert_json(alert) for alert in page.alerts],
            "next_page_token": page.next_page_token or None,
            "previous_page_token": page.previous_page_token or None,
        }
    )
    links = [_link(rel, token, said) for rel, token in ways.items() if token]
    if links:
        answer.headers["Link"] = ", ".join(links)
    return public(answer, 5)


def _link(rel: str, token: str, said: dict[str, Any]) -> str:
    """Return the address of another page of the same list, as RFC 8288 writes it."""
    query = [("page_token", token), ("page_size", said["page_size"])]
    query += [("status", name) for name in said["status"]]
    return f'<{url_for("alerts.list_alerts")}?{urlencode(query)}>; rel="{rel}"'


@alerts.post("/audience-preview")
@alerts.input(PreviewIn, arg_name="said")
@alerts.doc(
    summary="Count whom an audience reaches",
    description=(
        "By the rule that delivers and that filters the stream; nothing is kept. Polygons are"
        " GeoJSON of one ring, longitude before latitude; at most 50,000 points together."
    ),
    responses={200: "The counts and their size", 400: "Wrong input", 403: "Not allowed"},
    security="bearer",
)
def preview_audience(said: dict[str, Any]) -> Response:
    """Count whom an audience reaches."""
    found = clients().call(clients().alerts.PreviewAudience, preview_to_pb(said))
    return jsonify(preview_json(found))


@alerts.get("/<uuid:alert_id>")
@alerts.doc(
    summary="Read an alert",
    responses={200: "The alert", 304: "Not changed", 404: "None that you may know of"},
)
def get_alert(alert_id: UUID) -> Response:
    """Read an alert."""
    message = alerts_pb2.GetAlertRequest(alert_id=str(alert_id))
    return public(answer_with(clients().call(clients().alerts.GetAlert, message).alert), 5)


@alerts.post("/<uuid:alert_id>/submission")
@alerts.input(SubmissionQuery, location="query", arg_name="said", unknown=RAISE)
@alerts.doc(
    summary="Hand a draft to the approvers",
    description="Needs If-Match with the ETag that was read, and, where something is unusual about"
    " it, the digest of the sharing warnings that were seen.",
    responses={200: "The alert", 404: "None", 409: "Not a draft", 412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def submit_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Hand a draft to the approvers."""
    message = alerts_pb2.SubmitAlertRequest(
        alert_id=str(alert_id),
        expected_version=expected_version(),
        warnings_digest=bytes.fromhex(said["warnings_seen"]),
    )
    return answer_with(clients().call(clients().alerts.SubmitAlert, message).alert)


@alerts.post("/<uuid:alert_id>/approval")
@alerts.input(ApprovalIn, arg_name="said")
@alerts.doc(
    summary="Issue an alert as a second person",
    description="Names the digest of what was read, and the size of the audience where it was"
    " counted. Needs a second factor of the last 15 minutes.",
    responses={200: "Issued", 401: "Step up", 403: "Own alert", 404: "None", 409: "Changed"},
    security="bearer",
)
def approve_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Issue an alert as a second person."""
    message = alerts_pb2.ApproveAlertRequest(
        alert_id=str(alert_id),
        read_digest=bytes.fromhex(said["read_digest"]),
        audience_size=alert_pb2.AudienceSize.Value(
            f"AUDIENCE_SIZE_{said['audience_size'] or 'UNSPECIFIED'}"
        ),
        counted=said["counted"],
    )
    return answer_with(clients().call(clients().alerts.ApproveAlert, message).alert)


@alerts.get("/<uuid:alert_id>/thread")
@alerts.doc(
    summary="Read every message of an alert's thread",
    description="Those that the caller may read, newest first.",
    responses={200: "The messages", 404: "None that you may know of"},
)
def get_thread(alert_id: UUID) -> Response:
    """Read every message of an alert's thread."""
    message = alerts_pb2.GetThreadRequest(alert_id=str(alert_id))
    found = clients().call(clients().alerts.GetThread, message).alerts
    return public(jsonify({"alerts": [alert_json(alert) for alert in found]}), 5)


@alerts.post("/<uuid:alert_id>/withdrawal")
@alerts.input(WithdrawalIn, arg_name="said")
@alerts.doc(
    summary="Withdraw an alert that was issued in error",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={200: "Withdrawn", 401: "Step up", 404: "None", 409: "Not issued", 412: "Stale"},
    security="bearer",
)
def withdraw_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Withdraw an alert that was issued in error."""
    message = alerts_pb2.WithdrawAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), reason=said["reason"]
    )
    return answer_with(clients().call(clients().alerts.WithdrawAlert, message).alert)


@alerts.post("/<uuid:alert_id>/all-clear-proposal")
@alerts.input(AllClearIn, arg_name="said")
@alerts.doc(
    summary="Propose an all-clear",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses={200: "Proposed", 401: "Step up", 404: "None", 409: "Not issued", 412: "Stale"},
    security="bearer",
)
def propose_all_clear(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Propose an all-clear."""
    message = alerts_pb2.ProposeAllClearRequest(
        alert_id=str(alert_id), expected_version=expected_version(), **said
    )
    return answer_with(clients().call(clients().alerts.ProposeAllClear, message).alert)


@alerts.post("/<uuid:alert_id>/all-clear")
@alerts.input(ReadIn, arg_name="said")
@alerts.doc(
    summary="Give the all-clear as a second person",
    description="Names the digest of the proposal that was read.",
    responses={200: "Ended", 401: "Step up", 403: "Own proposal", 404: "None", 409: "Changed"},
    security="bearer",
)
def give_all_clear(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Give the all-clear as a second person."""
    message = alerts_pb2.GiveAllClearRequest(
        alert_id=str(alert_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    return answer_with(clients().call(clients().alerts.GiveAllClear, message).alert)


@alerts.get("/<uuid:alert_id>/deliveries")
@alerts.doc(
    summary="Count the messages about an alert",
    description="By what was said, channel and state; for those who write or approve alerts.",
    responses={200: "The counts", 403: "Not allowed", 404: "None that you may know of"},
    security="bearer",
)
def get_deliveries(alert_id: UUID) -> Response:
    """Count the messages about an alert."""
    message = alerts_pb2.GetDeliveriesRequest(alert_id=str(alert_id))
    return jsonify(deliveries_json(clients().call(clients().alerts.GetDeliveries, message)))


@alerts.post("/callbacks/sms-receipts")
@alerts.input(ReceiptIn, arg_name="said")
@alerts.doc(
    summary="For the provider of text messages: what became of a text",
    description="With the secret that the provider and we share, as a bearer token.",
    responses={200: "Taken", 401: "Not the provider"},
)
def record_receipt(said: dict[str, Any]) -> Response:
    """Take a receipt from the provider."""
    _scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    message = alerts_pb2.RecordReceiptRequest(
        secret=secret[:200] or "none",  # a missing secret is a wrong one, not a wrong request
        reference=said["reference"] or "",
        provider_id=said["id"],
        report=REPORTS.get(said["status"], deliveries_pb2.DELIVERY_REPORT_UNSPECIFIED),
    )
    clients().call(clients().alerts.RecordReceipt, message, as_nobody=True)
    return jsonify({})


@alerts.post("/stream-tickets")
@alerts.doc(
    summary="Get a ticket for the live stream",
    description="Good for 30 seconds; for browsers, whose EventSource sends no header.",
    responses={201: "The ticket"},
)
def create_stream_ticket() -> tuple[Response, int]:
    """Get a ticket for the live stream."""
    made = clients().call(
        clients().alerts.CreateStreamTicket, alerts_pb2.CreateStreamTicketRequest()
    )
    shown = {
        "ticket": made.ticket,
        "stream_url": made.stream_url,
        "expires_at": time_json(made.expires_at),
    }
    return jsonify(shown), HTTPStatus.CREATED


@alerts.get("/stream")
@alerts.doc(
    summary="Open the live stream",
    description="Leads to the stream's own address with a ticket: server-sent events.",
    responses={307: "Where the stream is"},
)
def open_stream() -> Response:
    """Lead to the stream."""
    made = clients().call(
        clients().alerts.CreateStreamTicket, alerts_pb2.CreateStreamTicketRequest()
    )
    last = request.headers.get("Last-Event-ID") or request.args.get("last_event_id", "")
    query = {"ticket": made.ticket} | ({"last_event_id": last[:100]} if last else {})
    answer: Response = redirect(f"{made.stream_url}?{urlencode(query)}", 307)  # type: ignore[assignment] # Flask's own
    return answer
