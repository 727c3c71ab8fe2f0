"""The rumour board by REST: read by anyone, written by two people."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify, request, url_for
from marshmallow import RAISE

from isp.alerts.v1 import rumours_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.alerts import ReadIn, WithdrawalIn
from services.gateway.resources.fields import Moment, String

rumours = APIBlueprint("rumours", __name__, url_prefix="/v1/rumours", tag="Rumour board")

KINDS: Final = ("NOT_ISSUED", "UNFOUNDED")
_KEPT_SECONDS: Final = 5
_DONE: Final = {
    200: "The entry",
    400: "Wrong input",
    403: "Not allowed",
    404: "None",
    409: "Changed, or not now",
}


class BoardQuery(Schema):
    """Which page of the board."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


class RumourIn(Schema):
    """What goes around; there is no field for words of ours."""

    kind = String(required=True, validate=OneOf(KINDS))
    quote = String(required=True)
    language = String(load_default="en-GB")
    source = String(load_default="")
    source_said_at = Moment(load_default=None, allow_none=True, format="iso", default_timezone=None)
    authority_reference = String(load_default="")
    corrects = String(load_default="", validate=Length(max=36))


def rumour_json(rumour: rpc.Rumour) -> dict[str, Any]:
    """Return an entry; what only staff get is there if the service gave it."""
    shown: dict[str, Any] = {
        "rumour_id": rumour.rumour_id,
        "version": rumour.version,
        "status": rpc.RumourStatus.Name(rumour.status).removeprefix("RUMOUR_STATUS_"),
        "kind": rpc.RumourKind.Name(rumour.kind).removeprefix("RUMOUR_KIND_"),
        "quote": rumour.quote,
        "language": rumour.language,
        "said": {"en": rumour.said.en, "cy": rumour.said.cy},
        "source": rumour.source or None,
        "corrects": rumour.corrects or None,
        "corrected_by": rumour.corrected_by or None,
    }
    for name in ("source_said_at", "published_at", "ended_at"):
        shown[name] = time_json(getattr(rumour, name)) if rumour.HasField(name) else None
    if rumour.digest:
        shown["digest"] = rumour.digest.hex()
        shown["proposed_by_you"] = rumour.proposed_by_you
        shown["authority_reference"] = rumour.authority_reference or None
    return shown


def _answer(rumour: rpc.Rumour, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(rumour_json(rumour))
    answer.status_code = status
    return with_etag(answer, rumour.version)


@rumours.get("")
@rumours.input(BoardQuery, location="query", arg_name="said", unknown=RAISE)
@rumours.doc(
    summary="The rumour board",
    description=(
        "What was ever published, newest first. `said` is all that we say; `quote` is somebody"
        " else's words. No entry says that nothing happened."
    ),
    responses={200: "A page of entries", 304: "Not changed"},
)
def list_rumours(said: dict[str, Any]) -> Response:
    """Read the board."""
    found = clients().call(clients().rumours.ListRumours, rpc.ListRumoursRequest(**said))
    onward = found.next_page_token or None
    shown = [rumour_json(each) for each in found.rumours]
    answer = jsonify({"rumours": shown, "next_page_token": onward})
    if onward:
        query = urlencode(said | {"page_token": onward})
        answer.headers["Link"] = f'<{url_for("rumours.list_rumours")}?{query}>; rel="next"'
    answer.add_etag()
    answer.make_conditional(request)
    return public(answer, _KEPT_SECONDS)


@rumours.get("/proposals")
@rumours.doc(
    summary="What waits for a second person",
    responses={200: "The entries", 403: "Not allowed"},
    security="bearer",
)
def list_rumour_proposals() -> Response:
    """Read what waits."""
    message = rpc.ListRumourProposalsRequest()
    found = clients().call(clients().rumours.ListRumourProposals, message).rumours
    return jsonify({"rumours": [rumour_json(each) for each in found]})


@rumours.get("/<uuid:rumour_id>")
@rumours.doc(summary="Read an entry", responses={200: "The entry", 304: "Same", 404: "None"})
def get_rumour(rumour_id: UUID) -> Response:
    """Read an entry."""
    message = rpc.GetRumourRequest(rumour_id=str(rumour_id))
    rumour = clients().call(clients().rumours.GetRumour, message).rumour
    return public(_answer(rumour), _KEPT_SECONDS)


@rumours.post("")
@rumours.input(RumourIn, arg_name="said")
@rumours.doc(
    summary="Propose an entry",
    description="Needs the header Idempotency-Key. Nobody else sees it yet.",
    responses={201: "The entry", 400: "Wrong input", 403: "Not allowed", 409: "Not now"},
    security="bearer",
)
def propose_rumour(said: dict[str, Any]) -> Response:
    """Propose an entry."""
    at = said.pop("source_said_at")
    kind = rpc.RumourKind.Value(f"RUMOUR_KIND_{said.pop('kind')}")
    message = rpc.ProposeRumourRequest(**said, kind=kind, idempotency_key=idempotency_key())
    if at is not None:
        message.source_said_at.FromDatetime(at)
    rumour = clients().call(clients().rumours.ProposeRumour, message).rumour
    answer = _answer(rumour, HTTPStatus.CREATED)
    answer.headers["Location"] = url_for("rumours.get_rumour", rumour_id=rumour.rumour_id)
    return answer


@rumours.post("/<uuid:rumour_id>/publication")
@rumours.input(ReadIn, arg_name="said")
@rumours.doc(
    summary="Publish an entry as a second person",
    description="Names the digest of what was read. Needs a second factor of the last 15 minutes.",
    responses=_DONE | {401: "Sign in, or step up"},
    security="bearer",
)
def publish_rumour(rumour_id: UUID, said: dict[str, Any]) -> Response:
    """Publish an entry."""
    message = rpc.PublishRumourRequest(
        rumour_id=str(rumour_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    return _answer(clients().call(clients().rumours.PublishRumour, message).rumour)


@rumours.post("/<uuid:rumour_id>/discard")
@rumours.input(WithdrawalIn, arg_name="said")
@rumours.doc(
    summary="Give a proposal up",
    description="Needs If-Match.",
    responses=_DONE | {412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def drop_rumour(rumour_id: UUID, said: dict[str, Any]) -> Response:
    """Give a proposal up."""
    message = rpc.DropRumourRequest(
        rumour_id=str(rumour_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().rumours.DropRumour, message).rumour)


@rumours.post("/<uuid:rumour_id>/withdrawal")
@rumours.input(WithdrawalIn, arg_name="said")
@rumours.doc(
    summary="Take an entry back",
    description="Needs If-Match, and a second factor of the last 15 minutes. One person is enough.",
    responses=_DONE | {401: "Sign in, or step up", 412: "Stale", 428: "No If-Match"},
    security="bearer",
)
def withdraw_rumour(rumour_id: UUID, said: dict[str, Any]) -> Response:
    """Take an entry back."""
    message = rpc.WithdrawRumourRequest(
        rumour_id=str(rumour_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().rumours.WithdrawRumour, message).rumour)
