"""Versions, reviews and ends of documents by REST."""

from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.content.v1 import document_pb2
from isp.content.v1 import upkeep_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, with_etag
from services.gateway.resources.content import WithdrawalIn, document_json
from services.gateway.resources.drafts import difference_json, time_to_pb
from services.gateway.resources.fields import Moment, String

upkeep = APIBlueprint("upkeep", __name__, url_prefix="/v1", tag="Upkeep of advice")

DUE: Final = ("REVIEW", "WITHDRAWAL")
_LARGEST: Final = 2**62
_CHANGED: Final = {
    200: "The document",
    404: "None that you may know of",
    409: "Withdrawn",
    412: "Stale",
    428: "No If-Match",
}


class VersionsQuery(Schema):
    """Which page of a document's versions."""

    before = Integer(load_default=0, validate=Range(0, _LARGEST))
    page_size = Integer(load_default=20, validate=Range(1, 100))


class VersionQuery(Schema):
    """With which version to compare one."""

    since = Integer(load_default=0, validate=Range(0, _LARGEST))


class DueQuery(Schema):
    """What documents wait for."""

    due = String(required=True, validate=OneOf(DUE))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    offset = Integer(load_default=0, validate=Range(0, 1000))


class ReviewIn(Schema):
    """By when it is looked at again, "" for the usual, and who looks after it."""

    review_on = String(required=True, validate=Length(max=10))
    take_over = Boolean(load_default=False)


class EndIn(WithdrawalIn):
    """When it is taken back by itself; null for never."""

    withdraw_at = Moment(required=True, allow_none=True)


def version_json(version: pb.DocumentVersion) -> dict[str, Any]:
    """Return what a document was as JSON."""
    plain = {"note": version.note, "material": version.material, "approved": version.approved}
    return document_json(version.document) | plain


@upkeep.get("/documents/<uuid:document_id>/versions")
@upkeep.input(VersionsQuery, location="query", arg_name="said", unknown=RAISE)
@upkeep.doc(
    summary="List what a document was",
    description="Newest first. Each version bears its own marking.",
    responses={200: "A page of versions", 404: "None that you may know of"},
    security="bearer",
)
def list_versions(document_id: UUID, said: dict[str, Any]) -> Response:
    """List what a document was."""
    message = pb.ListVersionsRequest(
        document_id=str(document_id), before_version=said["before"], page_size=said["page_size"]
    )
    page = clients().call(clients().upkeep.ListVersions, message)
    shown = [version_json(each) for each in page.versions]
    return jsonify({"versions": shown, "next_before": page.next_before_version or None})


@upkeep.get("/documents/<uuid:document_id>/versions/<int:number>")
@upkeep.input(VersionQuery, location="query", arg_name="said", unknown=RAISE)
@upkeep.doc(
    summary="Read what a document was",
    description="With `since`: what differs from that version, word by word.",
    responses={200: "The version", 404: "None that you may know of"},
    security="bearer",
)
def get_version(document_id: UUID, number: int, said: dict[str, Any]) -> Response:
    """Read what a document was."""
    message = pb.GetVersionRequest(
        document_id=str(document_id), version=min(number, _LARGEST), since_version=said["since"]
    )
    found = clients().call(clients().upkeep.GetVersion, message)
    differences = [difference_json(each) for each in found.differences]
    return jsonify(version_json(found.version) | {"differences": differences})


@upkeep.get("/documents/due")
@upkeep.input(DueQuery, location="query", arg_name="said", unknown=RAISE)
@upkeep.doc(
    summary="List what waits by its date",
    description="REVIEW: those that should have been looked at again. WITHDRAWAL: those that will"
    " be taken back by themselves.",
    responses={200: "A page of documents", 403: "Not allowed"},
    security="bearer",
)
def list_due_documents(said: dict[str, Any]) -> Response:
    """List what waits by its date."""
    message = pb.ListDueDocumentsRequest(
        due=pb.DocumentDue.Value(f"DOCUMENT_DUE_{said['due']}"),
        page_size=said["page_size"],
        offset=said["offset"],
    )
    page = clients().call(clients().upkeep.ListDueDocuments, message)
    shown = [document_json(each) for each in page.documents]
    return jsonify({"documents": shown, "more": page.more})


@upkeep.post("/documents/<uuid:document_id>/review")
@upkeep.input(ReviewIn, arg_name="said")
@upkeep.doc(
    summary="Say that a document still holds",
    description="Needs If-Match. It says what it said; the day of the next review changes, and"
    " with take_over who looks after it.",
    responses=_CHANGED,
    security="bearer",
)
def review_document(document_id: UUID, said: dict[str, Any]) -> Response:
    """Say that a document still holds."""
    message = pb.ReviewDocumentRequest(
        document_id=str(document_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().upkeep.ReviewDocument, message).document)


@upkeep.post("/documents/<uuid:document_id>/end")
@upkeep.input(EndIn, arg_name="said")
@upkeep.doc(
    summary="Say when a document is taken back by itself",
    description="Needs If-Match and a second factor of the last 15 minutes.",
    responses=_CHANGED,
    security="bearer",
)
def plan_withdrawal(document_id: UUID, said: dict[str, Any]) -> Response:
    """Say when a document is taken back by itself."""
    message = pb.PlanWithdrawalRequest(
        document_id=str(document_id),
        expected_version=expected_version(),
        reason=said["reason"],
        withdraw_at=time_to_pb(said["withdraw_at"]),
    )
    return _answer(clients().call(clients().upkeep.PlanWithdrawal, message).document)


def _answer(document: document_pb2.Document) -> Response:
    return with_etag(jsonify(document_json(document)), document.version)
