"""Requests about one's own data by REST: what is held, and its end; and the officer's queue."""

import hashlib
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Date, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.identity.v1 import privacy_requests_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String
from services.gateway.resources.verification_json import versioned

privacy_requests = APIBlueprint("privacy_requests", __name__, url_prefix="/v1", tag="Privacy")

ZIP: Final = "application/zip"
_PIECE: Final = 3_000_000
"""Bytes that are asked for at once: less than a message may have."""

_KINDS: Final = ("EXPORT", "ERASURE")
_WAYS: Final = ("LETTER", "EMAIL", "PHONE", "IN_PERSON")
_CHANGED: Final = {401: "Step up", 404: "None", 409: "Not now", 412: "Stale", 428: "No If-Match"}


class PrivacyRequestIn(Schema):
    """What is asked for."""

    kind = String(required=True, validate=OneOf(_KINDS))


class RecordedRequestIn(PrivacyRequestIn):
    """What an officer received."""

    email = String(required=True, validate=Length(min=3, max=254))
    received = String(required=True, validate=OneOf(_WAYS))
    received_on = Date(required=True)


class AddressIn(Schema):
    """Whose account."""

    email = String(required=True, validate=Length(min=3, max=254))


class ExtensionIn(Schema):
    """Why it takes longer."""

    because = String(required=True, validate=Length(min=1, max=1000))


class PrivacyQuery(Schema):
    """Which page."""

    only_open = Boolean(load_default=True)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def request_json(request: pb.PrivacyRequest) -> dict[str, Any]:
    """Return a request as JSON."""
    return {
        "request_id": request.request_id,
        "kind": pb.PrivacyRequestKind.Name(request.kind).removeprefix("PRIVACY_REQUEST_KIND_"),
        "state": pb.PrivacyRequestState.Name(request.state).removeprefix("PRIVACY_REQUEST_STATE_"),
        "received": pb.RequestReceived.Name(request.received).removeprefix("REQUEST_RECEIVED_"),
        "received_on": request.received_on,
        "due_on": request.due_on,
        "clock": pb.ClockState.Name(request.clock).removeprefix("CLOCK_STATE_"),
        "extended_because": request.extended_because or None,
        "begins_at": time_json(request.begins_at),
        "closed_at": time_json(request.closed_at) if request.HasField("closed_at") else None,
        "until": time_json(request.until) if request.HasField("until") else None,
        "receipts": [_receipt_json(each) for each in request.receipts],
        "email": request.email or None,
        "version": request.version,
    }


def _receipt_json(receipt: pb.HolderReceipt) -> dict[str, Any]:
    answered = time_json(receipt.answered_at) if receipt.HasField("answered_at") else None
    return {
        "holder": receipt.holder,
        "round": receipt.round,
        "answered_at": answered,
        "records": receipt.records,
        "tries": receipt.tries,
    }


def _shown(request: pb.PrivacyRequest) -> Response:
    return versioned(request_json(request), request.version)


@privacy_requests.get("/me/privacy-requests")
@privacy_requests.doc(
    summary="What you asked about your data",
    responses={200: "Newest first, fifty at most"},
    security="bearer",
)
def list_my_privacy_requests() -> Response:
    """Show the caller's own."""
    message = pb.ListMyPrivacyRequestsRequest()
    found = clients().call(clients().privacy_requests.ListMyPrivacyRequests, message)
    return jsonify(requests=[request_json(each) for each in found.requests])


@privacy_requests.post("/me/privacy-requests")
@privacy_requests.input(PrivacyRequestIn, arg_name="said")
@privacy_requests.doc(
    summary="Ask for your data, or for its end",
    description=(
        "Needs Idempotency-Key and a second factor of the last 15 minutes. An erasure begins at"
        " once, closes the account and cannot be stopped."
    ),
    responses={202: "It is on its way", 401: "Step up", 409: "Asked already"},
    security="bearer",
)
def make_privacy_request(said: dict[str, Any]) -> tuple[Response, int]:
    """Ask for one's own data, or for its end."""
    message = pb.MakePrivacyRequestRequest(
        kind=pb.PrivacyRequestKind.Value(f"PRIVACY_REQUEST_KIND_{said['kind']}"),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().privacy_requests.MakePrivacyRequest, message)
    return _shown(made.request), HTTPStatus.ACCEPTED


@privacy_requests.post("/me/privacy-requests/<uuid:request_id>/withdrawal")
@privacy_requests.doc(
    summary="Take it back",
    description="Needs If-Match; an erasure only before it begins.",
    responses=_CHANGED | {200: "As it stands"},
    security="bearer",
)
def withdraw_privacy_request(request_id: UUID) -> Response:
    """Take one back."""
    message = pb.WithdrawPrivacyRequestRequest(
        request_id=str(request_id), expected_version=expected_version()
    )
    taken = clients().call(clients().privacy_requests.WithdrawPrivacyRequest, message)
    return _shown(taken.request)


@privacy_requests.get("/me/privacy-requests/<uuid:request_id>/export")
@privacy_requests.doc(
    summary="Fetch your data",
    description=(
        "A ZIP with a JSON file of each part of the platform and a manifest with the SHA-256 of"
        " each, for seven days. Needs a second factor of the last 15 minutes."
    ),
    responses={
        200: "The archive",
        401: "Step up",
        404: "None, or not ready, or deleted",
    },
    security="bearer",
)
def download_export(request_id: UUID) -> Response:
    """Hand an export over."""
    return export_file(clients().privacy_requests.DownloadExport, str(request_id))


def export_file(download: Any, request_id: str) -> Response:
    """Fetch an export in pieces and return it as a file to keep; an older identity gives it whole.

    Raises:
        RuntimeError: the pieces do not make the whole of which each says the SHA-256.
    """
    archive, message = bytearray(), pb.DownloadExportRequest(request_id=request_id)
    message.most_bytes = _PIECE
    while True:
        message.offset = len(archive)
        found = clients().call(download, message)
        archive += found.archive
        if not found.archive or len(archive) >= found.total_bytes:
            break
    if found.sha256 and hashlib.sha256(archive).digest() != found.sha256:
        raise RuntimeError("The pieces of an export do not make the whole.")
    answer = Response(bytes(archive), mimetype=ZIP)
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{request_id}.zip"'
    return answer


@privacy_requests.get("/privacy-requests")
@privacy_requests.input(PrivacyQuery, location="query", arg_name="query", unknown=RAISE)
@privacy_requests.doc(
    summary="Requests about people's data",
    responses={200: "Oldest first", 403: "Not a privacy officer"},
    security="bearer",
)
def list_privacy_requests(query: dict[str, Any]) -> Response:
    """Show everybody's to the officer."""
    message = pb.ListPrivacyRequestsRequest(**query)
    found = clients().call(clients().privacy_requests.ListPrivacyRequests, message)
    shown = [request_json(each) for each in found.requests]
    return jsonify(requests=shown, next_page_token=found.next_page_token or None)


@privacy_requests.post("/privacy-requests")
@privacy_requests.input(RecordedRequestIn, arg_name="said")
@privacy_requests.doc(
    summary="Enter a request that came by another way",
    description="Needs Idempotency-Key and a second factor of the last 15 minutes.",
    responses={
        201: "It is on its way; an erasure waits for 72 hours",
        401: "Step up",
        403: "Your own, or not a privacy officer",
        404: "No account has the address",
        409: "Asked already",
    },
    security="bearer",
)
def record_privacy_request(said: dict[str, Any]) -> tuple[Response, int]:
    """Enter what came by another way."""
    message = pb.RecordPrivacyRequestRequest(
        email=said["email"],
        kind=pb.PrivacyRequestKind.Value(f"PRIVACY_REQUEST_KIND_{said['kind']}"),
        received=pb.RequestReceived.Value(f"REQUEST_RECEIVED_{said['received']}"),
        received_on=said["received_on"].isoformat(),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().privacy_requests.RecordPrivacyRequest, message)
    return _shown(made.request), HTTPStatus.CREATED


@privacy_requests.post("/privacy-requests/<uuid:request_id>/extension")
@privacy_requests.input(ExtensionIn, arg_name="said")
@privacy_requests.doc(
    summary="Take up to two further months",
    description="Needs If-Match and a fresh second factor; the person is told why.",
    responses=_CHANGED | {200: "As it stands"},
    security="bearer",
)
def extend_privacy_request(request_id: UUID, said: dict[str, Any]) -> Response:
    """Take further months."""
    message = pb.ExtendPrivacyRequestRequest(
        request_id=str(request_id),
        expected_version=expected_version(),
        because=said["because"],
    )
    longer = clients().call(clients().privacy_requests.ExtendPrivacyRequest, message)
    return _shown(longer.request)


@privacy_requests.post("/privacy-requests/subjects")
@privacy_requests.input(AddressIn, arg_name="said")
@privacy_requests.doc(
    summary="Find the id of who has an account with an address",
    description=(
        "For a search of the audit logs. It is on record and counts as reading a person's record;"
        " needs a second factor of the last 15 minutes."
    ),
    responses={
        200: "The id",
        401: "Step up",
        403: "Not a privacy officer",
        404: "No account has the address",
        429: "Too many records for a day",
    },
    security="bearer",
)
def find_subject(said: dict[str, Any]) -> Response:
    """Find a person's id."""
    message = pb.FindSubjectRequest(email=said["email"])
    found = clients().call(clients().privacy_requests.FindSubject, message)
    return jsonify(subject=found.subject)
