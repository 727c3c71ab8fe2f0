"""Teasers, and asking to read what is behind them, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.content.v1 import access_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.marking_json import marking_json

access = APIBlueprint("access", __name__, url_prefix="/v1", tag="Advice")

_PREFIX: Final = "ACCESS_REQUEST_STATUS_"
_CHANGED: Final = {200: "The request", 404: "None", 412: "Stale", 428: "No If-Match"}
QUEUES: Final = ("WAITING", "GRANTED")


class TeasersQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=36))


class AskIn(Schema):
    """Who asks, and why: the owner reads it."""

    reason = String(required=True, validate=Length(1, 1000))


class QueueQuery(Schema):
    """What waits for a decision, or what was granted."""

    status = String(load_default="WAITING", validate=OneOf(QUEUES))


class DecisionIn(Schema):
    """Yes for some days, or no; and what the requester is told."""

    yes = Boolean(required=True)
    days = Integer(load_default=14, validate=Range(1, 90))
    because = String(load_default="", validate=Length(max=1000))


class RevocationIn(Schema):
    """What the reader is told."""

    because = String(required=True, validate=Length(1, 1000))


def _teaser(said: pb.Teaser) -> dict[str, Any]:
    return {
        "document_id": said.document_id,
        "teaser": said.teaser,
        "language": said.language,
        "may_ask": said.may_ask,
    }


def _json(said: pb.AccessRequest) -> dict[str, Any]:
    return {
        "request_id": said.request_id,
        "version": said.version,
        "document_id": said.document_id,
        "document_title": said.document_title or None,
        "teaser": said.teaser or None,
        "status": pb.AccessRequestStatus.Name(said.status).removeprefix(_PREFIX),
        "asked_at": time_json(said.asked_at),
        "changed_at": time_json(said.changed_at),
        "reason": said.reason,
        "because": said.because or None,
        "days": said.days or None,
        "ends_at": time_json(said.ends_at) if said.HasField("ends_at") else None,
    }


def _answer(said: pb.AccessRequest) -> Response:
    return with_etag(jsonify(_json(said)), said.version)


@access.get("/teasers")
@access.input(TeasersQuery, location="query", arg_name="said", unknown=RAISE)
@access.doc(
    summary="What you may ask to read",
    description="The owners' words about documents that you may not read, and nothing else of"
    " them; in no order that means anything.",
    responses={200: "A page"},
)
def list_teasers(said: dict[str, Any]) -> Response:
    """List teasers."""
    found = clients().call(clients().access.ListTeasers, pb.ListTeasersRequest(**said))
    return jsonify(
        {
            "teasers": [_teaser(each) for each in found.teasers],
            "next_page_token": found.next_page_token or None,
        }
    )


@access.get("/documents/<uuid:document_id>/teaser")
@access.doc(
    summary="What may be known of a document that you may not read",
    responses={200: "The teaser", 404: "None: as for an id that is nowhere"},
)
def get_teaser(document_id: UUID) -> Response:
    """Show a teaser."""
    message = pb.GetTeaserRequest(document_id=str(document_id))
    return jsonify(_teaser(clients().call(clients().access.GetTeaser, message).teaser))


@access.post("/documents/<uuid:document_id>/access-requests")
@access.input(AskIn, arg_name="said")
@access.doc(
    summary="Ask to read a document",
    description="Its owner decides, for a time. While a request is open, that one is answered."
    " Needs Idempotency-Key.",
    responses={
        201: "The request",
        404: "None that you may know of",
        409: "A grant would not help you, or the key was reused",
        429: "Ten within a day, or refused within a week",
    },
    security="bearer",
)
def ask_for_access(document_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Ask."""
    message = pb.AskForAccessRequest(
        document_id=str(document_id), reason=said["reason"], idempotency_key=idempotency_key()
    )
    asked = clients().call(clients().access.AskForAccess, message).request
    return _answer(asked), HTTPStatus.CREATED


@access.get("/me/access-requests")
@access.doc(
    summary="What you asked to read, and what you were granted",
    description="With the title of what you may read now by a grant.",
    responses={200: "The requests, the latest first"},
    security="bearer",
)
def list_my_access_requests() -> Response:
    """List the caller's."""
    message = pb.ListMyAccessRequestsRequest()
    found = clients().call(clients().access.ListMyAccessRequests, message)
    return jsonify({"requests": [_json(each) for each in found.requests]})


@access.post("/me/access-requests/<uuid:request_id>/withdrawal")
@access.doc(
    summary="Take back a request, or give up a grant",
    description="Needs If-Match.",
    responses=_CHANGED | {409: "It is over"},
    security="bearer",
)
def withdraw_access_request(request_id: UUID) -> Response:
    """Want it no more."""
    message = pb.WithdrawAccessRequestRequest(
        request_id=str(request_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().access.WithdrawAccessRequest, message).request)


@access.get("/access-requests")
@access.input(QueueQuery, location="query", arg_name="said", unknown=RAISE)
@access.doc(
    summary="Requests about which you decide",
    description="At most 100, the longest waiting first.",
    responses={200: "The requests"},
    security="bearer",
)
def list_access_requests(said: dict[str, Any]) -> Response:
    """List a queue."""
    message = pb.ListAccessRequestsRequest(granted=said["status"] == "GRANTED")
    found = clients().call(clients().access.ListAccessRequests, message)
    return jsonify({"requests": [_json(each) for each in found.requests]})


@access.get("/access-requests/<uuid:request_id>")
@access.doc(
    summary="One request, with what is known of who asks",
    responses={200: "The request", 404: "None about which you decide"},
    security="bearer",
)
def get_access_request(request_id: UUID) -> Response:
    """Show one."""
    message = pb.GetAccessRequestRequest(request_id=str(request_id))
    found = clients().call(clients().access.GetAccessRequest, message)
    tier = kernel_pb2.Tier.Name(found.tier).removeprefix("TIER_") if found.tier else None
    shown = _json(found.request) | {
        "marking": marking_json(found.document.content.marking),
        "tier": tier,
        "sectors": list(found.sectors),
        "regions": list(found.regions),
        "needs_two": found.needs_two,
    }
    return with_etag(jsonify(shown), found.request.version)


@access.post("/access-requests/<uuid:request_id>/decision")
@access.input(DecisionIn, arg_name="said")
@access.doc(
    summary="Grant or refuse a request",
    description="Where two people must agree, the first yes proposes. Needs If-Match and a second"
    " factor of the last 15 minutes.",
    responses=_CHANGED | {403: "Not yours to decide", 409: "It is over, or would not help"},
    security="bearer",
)
def decide_access_request(request_id: UUID, said: dict[str, Any]) -> Response:
    """Decide."""
    message = pb.DecideAccessRequestRequest(
        request_id=str(request_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().access.DecideAccessRequest, message).request)


@access.post("/access-requests/<uuid:request_id>/revocation")
@access.input(RevocationIn, arg_name="said")
@access.doc(
    summary="Take a grant back",
    description="From the next read on. Needs If-Match and a second factor of the last 15 minutes.",
    responses=_CHANGED | {403: "Not yours to decide", 409: "There is none in force"},
    security="bearer",
)
def revoke_access(request_id: UUID, said: dict[str, Any]) -> Response:
    """Take it back."""
    message = pb.RevokeAccessRequest(
        request_id=str(request_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().access.RevokeAccess, message).request)
