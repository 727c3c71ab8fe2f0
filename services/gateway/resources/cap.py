"""Alerts in CAP 1.2 by REST: what went out to everyone, and what comes in from elsewhere."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import OneOf
from flask import Response, current_app, jsonify, request, url_for
from marshmallow import RAISE

from isp.alerts.v1 import alert_pb2, cap_pb2
from services.gateway.atom import ATOM
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import idempotency_key, with_etag
from services.gateway.resources.alert_json import (
    CERTAINTIES,
    SEVERITIES,
    URGENCIES,
    alert_json,
    time_json,
)
from services.gateway.resources.feeds import CAP, Feed, atom_feed, cap_feed
from services.gateway.resources.fields import String

cap = APIBlueprint("cap", __name__, url_prefix="/v1/alerts", tag="Alerts in CAP 1.2")

_KEPT_SECONDS: Final = 5


class WeightQuery(Schema):
    """What is taken for an Unknown of the message; of what the message says itself nothing."""

    severity = String(load_default="", validate=OneOf(["", *SEVERITIES]))
    urgency = String(load_default="", validate=OneOf(["", *URGENCIES]))
    certainty = String(load_default="", validate=OneOf(["", *CERTAINTIES]))


@cap.get("/feed.atom")
@cap.doc(
    summary="Follow public alerts by Atom",
    description="Alerts and how they ended, newest first; each entry leads to its CAP document.",
    responses={200: "The feed", 304: "Not changed"},
)
def atom() -> Response:
    """Follow public alerts by Atom."""
    return _feed(clients().call(clients().cap.GetFeed, cap_pb2.GetFeedRequest()), atom_feed)


@cap.get("/feed.cap")
@cap.doc(
    summary="Follow public alerts in CAP 1.2",
    description="The same feed, whose entries hold the CAP documents: CAP has no feed of its own.",
    responses={200: "The feed", 304: "Not changed"},
)
def feed() -> Response:
    """Follow public alerts in CAP 1.2."""
    return _feed(clients().call(clients().cap.GetFeed, cap_pb2.GetFeedRequest()), cap_feed)


@cap.get("/<uuid:alert_id>.cap")
@cap.doc(
    summary="Read a public alert as it stands in CAP 1.2",
    responses={
        200: "Its newest message",
        304: "Not changed",
        404: "None that is public",
    },
)
def of_alert(alert_id: UUID) -> Response:
    """Read a public alert as it stands in CAP 1.2."""
    asked = cap_pb2.GetCapMessageRequest(alert_id=str(alert_id))
    return _document(clients().call(clients().cap.GetCapMessage, asked).message)


@cap.get("/cap/<identifier>.cap")
@cap.doc(
    summary="Read one public CAP message",
    description="Always the same bytes: those that the public log holds.",
    responses={
        200: "The message",
        304: "Not changed",
        404: "None that is public",
    },
)
def of_identifier(identifier: str) -> Response:
    """Read one public CAP message."""
    asked = cap_pb2.GetCapMessageRequest(identifier=identifier)
    return _document(clients().call(clients().cap.GetCapMessage, asked).message)


@cap.post("/cap")
@cap.input(WeightQuery, location="query", arg_name="said", unknown=RAISE)
@cap.doc(
    summary="Hand in a CAP 1.2 message",
    description="It becomes a draft that waits for approval, and nothing more: also an Update or"
    " a Cancel, which must refer to a message that is known here. Of what its sender says Unknown"
    " say by severity, urgency and certainty what you take it for. An Update with AllClear is"
    " proposed on the alert that it refers to. Needs the header Idempotency-Key; at most 1 MiB.",
    responses={
        200: "The alert that it discarded, or on which it proposes an all-clear",
        201: "The draft",
        400: "Wrong input",
        403: "Not allowed",
        409: "Unknown thread, or the identifier came before",
        413: "Too large",
        415: "Not CAP",
    },
    security="bearer",
)
def import_cap(said: dict[str, str]) -> Response:
    """Hand in a CAP 1.2 message."""
    message = cap_pb2.ImportCapRequest(
        document=request.get_data(),
        idempotency_key=idempotency_key(),
        severity=_taken_for(alert_pb2.Severity, "SEVERITY", said["severity"]),
        urgency=_taken_for(alert_pb2.Urgency, "URGENCY", said["urgency"]),
        certainty=_taken_for(alert_pb2.Certainty, "CERTAINTY", said["certainty"]),
    )
    made = clients().call(clients().cap.ImportCap, message)
    shown = {"alert": alert_json(made.alert), "about_alert_id": made.about_alert_id or None}
    answer = with_etag(jsonify(shown), made.alert.version)
    if made.alert.alert_id == made.about_alert_id:
        return answer
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for("alerts.get_alert", alert_id=made.alert.alert_id)
    return answer


@cap.get("/<uuid:alert_id>/cap-imports")
@cap.doc(
    summary="What came in from elsewhere about an alert, and waits",
    description="The alert stays as it is until somebody here ends or updates it.",
    responses={200: "The messages", 403: "Not staff", 404: "None that you may know of"},
    security="bearer",
)
def list_cap_imports(alert_id: UUID) -> Response:
    """Show what came in about an alert."""
    message = cap_pb2.ListCapImportsRequest(alert_id=str(alert_id))
    found = clients().call(clients().cap.ListCapImports, message)
    origin = _came(found.origin) if found.HasField("origin") else None
    return jsonify({"origin": origin, "waiting": [_came(each) for each in found.waiting]})


def _taken_for(kind: Any, prefix: str, said: str) -> Any:
    """Return a word of CAP's as the contract has it; 0 where nothing is said."""
    return kind.Value(f"{prefix}_{said.upper() or 'UNSPECIFIED'}")


def _came(message: cap_pb2.CapImport) -> dict[str, Any]:
    status = alert_pb2.AlertStatus.Name(message.status).removeprefix("ALERT_STATUS_")
    return {
        "sender": message.sender,
        "identifier": message.identifier,
        "sent": time_json(message.sent),
        "msg_type": cap_pb2.CapMsgType.Name(message.msg_type).rpartition("_")[2].capitalize(),
        "alert_id": message.alert_id,
        "status": None if status == "UNSPECIFIED" else status,
        "headline": message.headline or None,
    }


def _feed(
    found: cap_pb2.GetFeedResponse,
    written: Callable[[Feed, Sequence[cap_pb2.IssuedMessage]], bytes],
) -> Response:
    site: str = current_app.config["ISP_PUBLIC_URL"]
    about = Feed(
        site=site,
        address=f"{site}{request.path}",
        demonstration=current_app.config["ISP_DEMONSTRATION"],
    )
    return _kept(Response(written(about, found.messages), mimetype=ATOM), found.messages)


def _document(message: cap_pb2.IssuedMessage) -> Response:
    return _kept(Response(message.document, mimetype=CAP), [message])


def _kept(answer: Response, messages: Sequence[cap_pb2.IssuedMessage]) -> Response:
    """Let caches keep an answer, and ask whether it changed by its digest or its time."""
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    if messages:
        answer.last_modified = messages[0].sent.ToDatetime(tzinfo=UTC)
    answer.make_conditional(request)
    return public(answer, _KEPT_SECONDS)
