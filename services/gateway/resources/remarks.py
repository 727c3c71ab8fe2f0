"""What readers say of documents, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.content.v1 import remarks_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

remarks = APIBlueprint("remarks", __name__, url_prefix="/v1", tag="Advice")

STATUSES: Final = ("OPEN", "ANSWERED", "CLOSED")
_PREFIX: Final = "REMARK_STATUS_"


class RemarkIn(Schema):
    """Whether a document was useful."""

    useful = Boolean(required=True)
    comment = String(load_default="", validate=Length(max=500))


class RemarksQuery(Schema):
    """Which page of which remarks."""

    status = String(load_default="OPEN", validate=OneOf(STATUSES))
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))
    document_id = String(load_default="", validate=Length(max=36))
    not_useful = Boolean(load_default=False)


class FiguresQuery(Schema):
    """Figures of one document, or of all."""

    document_id = String(load_default="", validate=Length(max=36))


class OutcomeIn(Schema):
    """What came of a remark."""

    status = String(required=True, validate=OneOf(STATUSES))
    outcome = String(load_default="", validate=Length(max=500))


def _json(said: pb.Remark) -> dict[str, Any]:
    return {
        "remark_id": said.remark_id,
        "version": said.version,
        "document_id": said.document_id,
        "document_title": said.document_title,
        "document_version": said.document_version,
        "useful": said.useful,
        "comment": said.comment or None,
        "status": pb.RemarkStatus.Name(said.status).removeprefix(_PREFIX),
        "left_at": time_json(said.left_at),
        "outcome": said.outcome or None,
    }


@remarks.post("/documents/<uuid:document_id>/remarks")
@remarks.input(RemarkIn, arg_name="said")
@remarks.doc(
    summary="Say whether a document was useful",
    description="Needs Idempotency-Key and no account. Nothing is kept of who says it; e-mail"
    " addresses and telephone numbers are taken out of the comment.",
    responses={202: "It was kept", 404: "None that you may know of", 429: "Too many"},
)
def leave_remark(document_id: UUID, said: dict[str, Any]) -> Response:
    """Leave a remark."""
    message = pb.LeaveRemarkRequest(
        document_id=str(document_id), idempotency_key=idempotency_key(), **said
    )
    clients().call(clients().remarks.LeaveRemark, message)
    answer = jsonify({})
    answer.status_code = HTTPStatus.ACCEPTED
    return answer


@remarks.get("/remarks")
@remarks.input(RemarksQuery, location="query", arg_name="said", unknown=RAISE)
@remarks.doc(
    summary="What readers said",
    description="Of documents that the caller may read, oldest first; with how many said in the"
    " last year that the document was useful, and how many that it was not.",
    responses={200: "A page of remarks", 403: "Not allowed"},
    security="bearer",
)
def list_remarks(said: dict[str, Any]) -> Response:
    """List remarks."""
    message = pb.ListRemarksRequest(
        status=pb.RemarkStatus.Value(f"{_PREFIX}{said['status']}"),
        page_size=said["page_size"],
        page_token=said["page_token"],
        document_id=said["document_id"],
        not_useful=said["not_useful"],
    )
    found = clients().call(clients().remarks.ListRemarks, message)
    shown = [
        _json(each) | {"useful_count": each.useful_count, "not_useful_count": each.not_useful_count}
        for each in found.remarks
    ]
    return jsonify({"remarks": shown, "next_page_token": found.next_page_token or None})


@remarks.get("/remarks/figures")
@remarks.input(FiguresQuery, location="query", arg_name="said", unknown=RAISE)
@remarks.doc(
    summary="How many found documents useful, by months",
    description="Of documents that the caller may read, or of one; the latest month first, of the"
    " last 365 days.",
    responses={200: "The months", 403: "Not allowed", 404: "None that you may know of"},
    security="bearer",
)
def remark_figures(said: dict[str, Any]) -> Response:
    """Count remarks."""
    message = pb.GetRemarkFiguresRequest(document_id=said["document_id"])
    found = clients().call(clients().remarks.GetRemarkFigures, message)
    months = [
        {"month": each.month, "useful": each.useful, "not_useful": each.not_useful}
        for each in found.months
    ]
    return jsonify({"months": months, "document_title": found.document_title or None})


@remarks.put("/remarks/<uuid:remark_id>/outcome")
@remarks.input(OutcomeIn, arg_name="said")
@remarks.doc(
    summary="Say what came of a remark",
    description="Needs If-Match. What was answered needs words for it.",
    responses={
        200: "The remark",
        403: "Not allowed",
        404: "None",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def settle_remark(remark_id: UUID, said: dict[str, Any]) -> Response:
    """Settle a remark."""
    message = pb.SettleRemarkRequest(
        remark_id=str(remark_id),
        expected_version=expected_version(),
        status=pb.RemarkStatus.Value(f"{_PREFIX}{said['status']}"),
        outcome=said["outcome"],
    )
    after = clients().call(clients().remarks.SettleRemark, message).remark
    return with_etag(jsonify(_json(after)), after.version)
