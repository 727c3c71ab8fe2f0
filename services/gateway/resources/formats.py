"""Accessible formats, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean, Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.content.v1 import formats_pb2 as pb
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

formats = APIBlueprint("formats", __name__, url_prefix="/v1", tag="Advice")

_FORMAT: Final = "ACCESSIBLE_FORMAT_"
_NATION: Final = "NATION_"
_STATUS: Final = "FORMAT_REQUEST_STATUS_"
FORMATS: Final = tuple(name.removeprefix(_FORMAT) for name in pb.AccessibleFormat.keys()[1:])
NATIONS: Final = tuple(name.removeprefix(_NATION) for name in pb.Nation.keys()[1:])
LONGEST_CODE: Final = 100
_KEPT_SECONDS: Final = 30
_CHANGED: Final = {
    200: "The request as it stands",
    404: "None that you may know of",
    409: "It ended, or is claimed",
    412: "Stale",
    428: "No If-Match",
}
_DESK: Final = _CHANGED | {403: "Not allowed"}


class FormatAskedIn(Schema):
    """What a reader needs."""

    format = String(required=True, validate=OneOf(FORMATS))
    wanted_language = String(load_default="", validate=Length(max=60))
    note = String(load_default="", validate=Length(max=500))
    nation = String(required=True, validate=OneOf(NATIONS))


class ReplyIn(Schema):
    """With what somebody without an account shows that a request is theirs."""

    reply_code = String(load_default="", validate=Length(max=LONGEST_CODE))


class FormatRequestsQuery(Schema):
    """Which page of which requests."""

    ended = Boolean(load_default=False)
    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class FormatAnswerIn(Schema):
    """What was made of a request, or why nothing was: exactly one of its fields."""

    attachment_id = String(load_default="", validate=Length(max=36))
    link = String(load_default="", validate=Length(max=1000))
    reason = String(load_default="", validate=Length(max=500))


class ClosureIn(Schema):
    """Why a request ends."""

    reason = String(required=True, validate=Length(1, 500))


def _json(request: pb.FormatRequest) -> dict[str, Any]:
    answer = request.answer
    return {
        "request_id": request.request_id,
        "version": request.version,
        "document_id": request.document_id,
        "document_title": request.document_title or None,
        "document_version": request.document_version,
        "format": pb.AccessibleFormat.Name(request.format).removeprefix(_FORMAT),
        "wanted_language": request.wanted_language or None,
        "note": request.note or None,
        "nation": pb.Nation.Name(request.nation).removeprefix(_NATION),
        "asked_at": time_json(request.asked_at),
        "due_on": request.due_on,
        "overdue": request.overdue,
        "status": pb.FormatRequestStatus.Name(request.status).removeprefix(_STATUS),
        "claimed_by_me": request.claimed_by_me,
        "answer": {
            "attachment_id": answer.attachment_id or None,
            "link": answer.link or None,
            "reason": answer.reason or None,
        }
        if request.HasField("answer")
        else None,
        "ended_at": time_json(request.ended_at) if request.HasField("ended_at") else None,
    }


def _answer(request: pb.FormatRequest) -> Response:
    return with_etag(jsonify(_json(request)), request.version)


@formats.post("/documents/<uuid:document_id>/format-requests")
@formats.input(FormatAskedIn, arg_name="said")
@formats.doc(
    summary="Ask for a document in another format",
    description="Needs Idempotency-Key and no account. It is answered within five working days of"
    " the nation. Who has no account gets a `reply_code`, which is shown this once: with it the"
    " answer is found.",
    responses={
        201: "The request, with its reply code",
        404: "None that you may know of",
        409: "It was withdrawn, or is a partner's",
        429: "Too many",
    },
)
def ask_for_format(document_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Ask for a format."""
    message = pb.AskForFormatRequest(
        document_id=str(document_id),
        format=pb.AccessibleFormat.Value(f"{_FORMAT}{said['format']}"),
        wanted_language=said["wanted_language"],
        note=said["note"],
        nation=pb.Nation.Value(f"{_NATION}{said['nation']}"),
        idempotency_key=idempotency_key(),
    )
    made = clients().call(clients().formats.AskForFormat, message)
    shown = jsonify(_json(made.request) | {"reply_code": made.reply_code or None})
    return with_etag(shown, made.request.version), HTTPStatus.CREATED


@formats.get("/documents/<uuid:document_id>/formats")
@formats.doc(
    summary="In which formats a document was made",
    description="A file is opened as an attachment. `stale` says that the document changed since in"
    " a way that matters to readers.",
    responses={200: "The formats", 404: "None that you may know of"},
)
def list_formats(document_id: UUID) -> Response:
    """List formats."""
    message = pb.ListFormatsRequest(document_id=str(document_id))
    found = clients().call(clients().formats.ListFormats, message)
    shown = [
        {
            "format": pb.AccessibleFormat.Name(each.format).removeprefix(_FORMAT),
            "wanted_language": each.wanted_language or None,
            "attachment_id": each.attachment_id or None,
            "link": each.link or None,
            "made_at": time_json(each.made_at),
            "stale": each.stale,
        }
        for each in found.formats
    ]
    return public(jsonify({"formats": shown}), _KEPT_SECONDS)


@formats.post("/format-requests/<uuid:request_id>/reply")
@formats.input(ReplyIn, arg_name="said")
@formats.doc(
    summary="What became of your request",
    description="Of one that was made without an account, with its reply code.",
    responses={200: "The request", 404: "None of yours"},
)
def get_format_request(request_id: UUID, said: dict[str, Any]) -> Response:
    """Read one's own request."""
    message = pb.GetFormatRequestRequest(request_id=str(request_id), **said)
    return _answer(clients().call(clients().formats.GetFormatRequest, message).request)


@formats.post("/format-requests/<uuid:request_id>/withdrawal")
@formats.input(ReplyIn, arg_name="said")
@formats.doc(summary="Take your request back", description="Needs If-Match.", responses=_CHANGED)
def withdraw_format_request(request_id: UUID, said: dict[str, Any]) -> Response:
    """Take one's own request back."""
    message = pb.WithdrawFormatRequestRequest(
        request_id=str(request_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().formats.WithdrawFormatRequest, message).request)


@formats.get("/me/format-requests")
@formats.doc(
    summary="Your requests for accessible formats",
    description="Newest first, at most 50.",
    responses={200: "The requests"},
    security="bearer",
)
def list_my_format_requests() -> Response:
    """List one's own requests."""
    message = pb.ListMyFormatRequestsRequest()
    found = clients().call(clients().formats.ListMyFormatRequests, message)
    return jsonify({"requests": [_json(each) for each in found.requests]})


@formats.get("/format-requests")
@formats.input(FormatRequestsQuery, location="query", arg_name="said", unknown=RAISE)
@formats.doc(
    summary="What readers need in another format",
    description="Of documents that the caller may read, by when each is due, without who asked.",
    responses={200: "A page of requests", 403: "Not allowed"},
    security="bearer",
)
def list_format_requests(said: dict[str, Any]) -> Response:
    """List what waits, or ended."""
    message = pb.ListFormatRequestsRequest(**said)
    found = clients().call(clients().formats.ListFormatRequests, message)
    return jsonify(
        {
            "requests": [_json(each) for each in found.requests],
            "next_page_token": found.next_page_token or None,
        }
    )


@formats.post("/format-requests/<uuid:request_id>/claim")
@formats.doc(
    summary="See to a request",
    description="Needs If-Match.",
    responses=_DESK,
    security="bearer",
)
def claim_format_request(request_id: UUID) -> Response:
    """Claim a request."""
    message = pb.ClaimFormatRequestRequest(
        request_id=str(request_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().formats.ClaimFormatRequest, message).request)


@formats.post("/format-requests/<uuid:request_id>/release")
@formats.doc(
    summary="Put a request back",
    description="Whoever claimed it. Its time goes on. Needs If-Match.",
    responses=_DESK,
    security="bearer",
)
def release_format_request(request_id: UUID) -> Response:
    """Release a request."""
    message = pb.ReleaseFormatRequestRequest(
        request_id=str(request_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().formats.ReleaseFormatRequest, message).request)


@formats.post("/format-requests/<uuid:request_id>/answer")
@formats.input(FormatAnswerIn, arg_name="said")
@formats.doc(
    summary="Answer a request",
    description="By exactly one of a file that is attached to the document and stands, a link, and"
    " a reason. A document that not everyone may read takes no link. Needs If-Match and a second"
    " factor of the last 15 minutes.",
    responses=_DESK,
    security="bearer",
)
def answer_format_request(request_id: UUID, said: dict[str, Any]) -> Response:
    """Answer a request."""
    message = pb.AnswerFormatRequestRequest(
        request_id=str(request_id),
        expected_version=expected_version(),
        answer=pb.FormatAnswer(**said),
    )
    return _answer(clients().call(clients().formats.AnswerFormatRequest, message).request)


@formats.post("/format-requests/<uuid:request_id>/closure")
@formats.input(ClosureIn, arg_name="said")
@formats.doc(
    summary="End a request that is none",
    description="With a reason that whoever asked can read. Needs If-Match.",
    responses=_DESK,
    security="bearer",
)
def close_format_request(request_id: UUID, said: dict[str, Any]) -> Response:
    """Close a request."""
    message = pb.CloseFormatRequestRequest(
        request_id=str(request_id), expected_version=expected_version(), **said
    )
    return _answer(clients().call(clients().formats.CloseFormatRequest, message).request)
