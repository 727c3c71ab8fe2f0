"""Alerts by REST, for those who write and approve them, and for an inquiry."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from apiflask import Schema
from apiflask.fields import Integer
from apiflask.validators import Length, Range
from flask import Response, jsonify, url_for
from marshmallow import RAISE

from isp.alerts.v1 import alert_pb2, alerts_pb2, audience_pb2, sharing_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key
from services.gateway.resources.alert_json import AlertIn, alert_json, content_to_pb
from services.gateway.resources.alerts import alerts, answer_with
from services.gateway.resources.decision_json import JSON_LINES, decision_json, lines_of
from services.gateway.resources.fields import Moment, String


class ReasonIn(Schema):
    """Why."""

    reason = String(required=True)


class FindingIn(Schema):
    """What the reviewer found, for the record."""

    finding = String(required=True)


class DecisionsQuery(Schema):
    """Between which moments, and which page."""

    since = Moment(required=True, format="iso", default_timezone=None)
    until = Moment(required=True, format="iso", default_timezone=None)
    page_size = Integer(load_default=100, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


@alerts.put("/<uuid:alert_id>")
@alerts.input(AlertIn, arg_name="said")
@alerts.doc(
    summary="Change what an alert says before it is issued",
    description="Needs If-Match. A submitted alert must then be submitted again.",
    responses={200: "The alert", 400: "Wrong input", 404: "None", 409: "Issued", 412: "Stale"},
    security="bearer",
)
def edit_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Change what an alert says before it is issued."""
    message = alerts_pb2.EditAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), content=content_to_pb(said)
    )
    return answer_with(clients().call(clients().alerts.EditAlert, message).alert)


@alerts.post("/<uuid:alert_id>/return")
@alerts.input(ReasonIn, arg_name="said")
@alerts.doc(
    summary="Send a submitted alert back to those who write it",
    description="Needs If-Match. They read the reason.",
    responses={200: "Returned", 404: "None", 409: "Not submitted", 412: "Stale"},
    security="bearer",
)
def return_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Send a submitted alert back to those who write it."""
    message = alerts_pb2.ReturnAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), reason=said["reason"]
    )
    return answer_with(clients().call(clients().alerts.ReturnAlert, message).alert)


@alerts.post("/<uuid:alert_id>/discard")
@alerts.input(ReasonIn, arg_name="said")
@alerts.doc(
    summary="Give an alert up before it is issued",
    description="Needs If-Match. It stays on record.",
    responses={
        200: "Discarded",
        403: "Not of its region",
        404: "None",
        409: "Issued",
        412: "Stale",
    },
    security="bearer",
)
def discard_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Give an alert up before it is issued."""
    message = alerts_pb2.DiscardAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), reason=said["reason"]
    )
    return answer_with(clients().call(clients().alerts.DiscardAlert, message).alert)


@alerts.post("/<uuid:alert_id>/updates")
@alerts.input(AlertIn, arg_name="said")
@alerts.doc(
    summary="Write what is to take the place of an alert that is out",
    description="A draft of the same thread. Needs the header Idempotency-Key.",
    responses={201: "The draft", 400: "Wrong input", 404: "None", 409: "Not the current one"},
    security="bearer",
)
def update_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Write what is to take the place of an alert that is out."""
    message = alerts_pb2.UpdateAlertRequest(
        alert_id=str(alert_id), content=content_to_pb(said), idempotency_key=idempotency_key()
    )
    alert = clients().call(clients().alerts.UpdateAlert, message).alert
    answer = answer_with(alert, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for("alerts.get_alert", alert_id=alert.alert_id)
    return answer


@alerts.get("/<uuid:alert_id>/reach")
@alerts.doc(
    summary="Count whom an alert reaches",
    description="People, each once, and the messages that would be sent, also to organisations' "
    "endpoints.",
    responses={200: "The counts", 403: "Not staff", 404: "None that you may know of"},
    security="bearer",
)
def get_reach(alert_id: UUID) -> Response:
    """Count whom an alert reaches."""
    message = alerts_pb2.GetReachRequest(alert_id=str(alert_id))
    found = clients().call(clients().alerts.GetReach, message)
    size = alert_pb2.AudienceSize.Name(found.size).removeprefix("AUDIENCE_SIZE_")
    return jsonify(
        {
            "count": found.count,
            "size": size,
            "submitted_count": (
                found.submitted_count if found.HasField("submitted_count") else None
            ),
            "drifted": found.drifted,
            "messages": found.messages,
        }
    )


@alerts.get("/<uuid:alert_id>/reach/map")
@alerts.doc(
    summary="Where an alert's premises are",
    description="Squares of the frame around its areas; null where a square has fewer than five.",
    responses={200: "The squares", 403: "Not staff", 404: "None that you may know of"},
    security="bearer",
)
def get_reach_map(alert_id: UUID) -> Response:
    """Show where an alert's premises are."""
    message = audience_pb2.GetReachMapRequest(alert_id=str(alert_id))
    found = clients().call(clients().alerts.GetReachMap, message)
    shown = [
        {
            "latitude": each.latitude,
            "longitude": each.longitude,
            "premises": each.premises or None,
        }
        for each in found.squares
    ]
    return jsonify(
        {"squares": shown, "premises": found.premises or None, "complete": found.complete}
    )


@alerts.get("/<uuid:alert_id>/sharing-warnings")
@alerts.doc(
    summary="Read what is unusual about a draft",
    description="Compared with what was issued before; its digest is what a submission names.",
    responses={200: "The warnings", 403: "Not staff", 404: "None", 409: "Issued already"},
    security="bearer",
)
def get_sharing_warnings(alert_id: UUID) -> Response:
    """Read what is unusual about a draft."""
    message = sharing_pb2.GetSharingWarningsRequest(alert_id=str(alert_id))
    found = clients().call(clients().alerts.GetSharingWarnings, message)
    shown = [
        {
            "kind": sharing_pb2.Unusual.Name(each.kind).removeprefix("UNUSUAL_"),
            "values": list(each.values),
            "sentence": {"en": each.sentence_en, "cy": each.sentence_cy},
        }
        for each in found.warnings
    ]
    return jsonify({"warnings": shown, "digest": found.digest.hex() or None})


@alerts.post("/<uuid:alert_id>/review")
@alerts.input(FindingIn, arg_name="said")
@alerts.doc(
    summary="Review what one person did alone",
    description="A warning by a template, or a withdrawal. Needs If-Match.",
    responses={200: "Reviewed", 403: "Your own", 404: "None", 409: "Nothing to review"},
    security="bearer",
)
def review_alert(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Review what one person did alone."""
    message = alerts_pb2.ReviewAlertRequest(
        alert_id=str(alert_id), expected_version=expected_version(), finding=said["finding"]
    )
    return answer_with(clients().call(clients().alerts.ReviewAlert, message).alert)


@alerts.get("/reviews")
@alerts.doc(
    summary="What waits for a second person's look",
    description="Warnings and withdrawals by one alone, the soonest due first.",
    responses={200: "The alerts", 403: "Not staff"},
    security="bearer",
)
def list_reviews() -> Response:
    """List what waits for a second person's look."""
    found = clients().call(clients().alerts.ListReviews, alerts_pb2.ListReviewsRequest()).alerts
    return jsonify({"alerts": [alert_json(alert) for alert in found]})


@alerts.get("/<uuid:alert_id>/decisions")
@alerts.doc(
    summary="Read who decided what about an alert",
    description="About each message of its thread that the caller may read, oldest first.",
    responses={200: "The decisions", 403: "Not staff", 404: "None that you may know of"},
    security="bearer",
)
def get_decisions(alert_id: UUID) -> Response:
    """Read who decided what about an alert."""
    message = alerts_pb2.GetDecisionsRequest(alert_id=str(alert_id))
    found = clients().call(clients().alerts.GetDecisions, message).decisions
    return jsonify({"decisions": [decision_json(each) for each in found]})


@alerts.get("/decisions")
@alerts.input(DecisionsQuery, location="query", arg_name="said", unknown=RAISE)
@alerts.doc(
    summary="Export what was decided, for an inquiry",
    description="One line of JSON for each decision, oldest first; Link rel=next leads on."
    " Needs a second factor of the last 15 minutes; asking goes on record.",
    responses={200: "A page of decisions", 401: "Step up", 403: "Not entitled"},
    security="bearer",
)
def export_decisions(said: dict[str, Any]) -> Response:
    """Export what was decided."""
    message = alerts_pb2.ExportDecisionsRequest(
        page_size=said["page_size"], page_token=said["page_token"]
    )
    message.since.FromDatetime(said["since"])
    message.until.FromDatetime(said["until"])
    page = clients().call(clients().alerts.ExportDecisions, message)
    answer = Response(lines_of(page.decisions), content_type=JSON_LINES)
    if page.next_page_token:
        query = {name: said[name].isoformat() for name in ("since", "until")}
        query |= {"page_size": said["page_size"], "page_token": page.next_page_token}
        place = f"{url_for('alerts.export_decisions')}?{urlencode(query)}"
        answer.headers["Link"] = f'<{place}>; rel="next"'
    return answer


__all__ = ["alerts"]
