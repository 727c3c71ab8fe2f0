"""Cordons by REST: read with their alert, moved by two people, kept by one."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, jsonify, request

from isp.alerts.v1 import cordon_pb2 as pb
from isp.alerts.v1 import cordons_pb2 as rpc
from services.gateway.clients import clients
from services.gateway.headers import public
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alerts import ReadIn, WithdrawalIn
from services.gateway.resources.cordon_json import (
    HandoverIn,
    LiftIn,
    LineIn,
    RenewalIn,
    cordon_json,
    line_to_pb,
)

cordons = APIBlueprint("cordons", __name__, url_prefix="/v1", tag="Cordons")

_DONE: Final = {
    200: "The cordon",
    400: "Wrong input",
    403: "Not allowed",
    404: "None",
    409: "Changed, or not now",
    412: "Stale",
    428: "No If-Match",
}
_MOST_READ_SECONDS: Final = 5


def _answer(cordon: pb.Cordon, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(cordon_json(cordon))
    answer.status_code = status
    return with_etag(answer, cordon.version)


@cordons.get("/alerts/<uuid:alert_id>/cordons")
@cordons.doc(
    summary="The cordons of an alert",
    description=(
        "For who may read the message of its thread that stands now; of others the list is empty."
        " A cordon whose `update_overdue` is true is not to be relied on."
    ),
    responses={200: "The cordons", 304: "Not changed", 404: "No such alert"},
)
def list_cordons(alert_id: UUID) -> Response:
    """Read the cordons of an alert."""
    message = rpc.ListCordonsRequest(alert_id=str(alert_id))
    found = clients().call(clients().cordons.ListCordons, message).cordons
    answer = jsonify({"cordons": [cordon_json(each) for each in found]})
    answer.add_etag()
    answer.make_conditional(request)
    return public(answer, _MOST_READ_SECONDS)


@cordons.post("/alerts/<uuid:alert_id>/cordons")
@cordons.input(LineIn, arg_name="said")
@cordons.doc(
    summary="Propose a cordon",
    description=(
        "Needs the header Idempotency-Key. Nobody else sees it before a second person confirms it."
        " The polygon is GeoJSON of one ring, longitude before latitude."
    ),
    responses={201: "The cordon", 400: "Wrong input", 403: "Not allowed", 409: "Not now"},
    security="bearer",
)
def propose_cordon(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Propose a cordon."""
    message = rpc.ProposeCordonRequest(alert_id=str(alert_id), idempotency_key=idempotency_key())
    line_to_pb(said, message)
    cordon = clients().call(clients().cordons.ProposeCordon, message).cordon
    return _answer(cordon, HTTPStatus.CREATED)


@cordons.post("/cordons/<uuid:cordon_id>/move")
@cordons.input(LineIn, arg_name="said")
@cordons.doc(
    summary="Propose that a cordon runs elsewhere",
    description="Needs If-Match. It stays where it is until a second person confirms it.",
    responses=_DONE,
    security="bearer",
)
def move_cordon(cordon_id: UUID, said: dict[str, Any]) -> Response:
    """Propose that a cordon runs elsewhere."""
    message = rpc.MoveCordonRequest(cordon_id=str(cordon_id), expected_version=expected_version())
    line_to_pb(said, message)
    return _answer(clients().call(clients().cordons.MoveCordon, message).cordon)


@cordons.post("/cordons/<uuid:cordon_id>/lift")
@cordons.input(LiftIn, arg_name="said")
@cordons.doc(
    summary="Propose that a cordon is lifted",
    description="Needs If-Match. It stands until a second person confirms it.",
    responses=_DONE,
    security="bearer",
)
def lift_cordon(cordon_id: UUID, said: dict[str, Any]) -> Response:
    """Propose that a cordon is lifted."""
    message = rpc.LiftCordonRequest(
        cordon_id=str(cordon_id),
        expected_version=expected_version(),
        authority_reference=said["authority_reference"],
    )
    return _answer(clients().call(clients().cordons.LiftCordon, message).cordon)


@cordons.post("/cordons/<uuid:cordon_id>/change-withdrawal")
@cordons.input(WithdrawalIn, arg_name="said")
@cordons.doc(
    summary="Give up what waits for a second person",
    description="Needs If-Match. The line stays where it is.",
    responses=_DONE,
    security="bearer",
)
def drop_cordon_change(cordon_id: UUID, said: dict[str, Any]) -> Response:
    """Give up what waits."""
    message = rpc.DropCordonChangeRequest(
        cordon_id=str(cordon_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().cordons.DropCordonChange, message).cordon)


@cordons.post("/cordons/<uuid:cordon_id>/confirmation")
@cordons.input(ReadIn, arg_name="said")
@cordons.doc(
    summary="Do what waits as a second person",
    description="Names the digest of what was read. Needs a second factor of the last 15 minutes.",
    responses=_DONE | {401: "Sign in, or step up"},
    security="bearer",
)
def confirm_cordon(cordon_id: UUID, said: dict[str, Any]) -> Response:
    """Do what waits."""
    message = rpc.ConfirmCordonRequest(
        cordon_id=str(cordon_id), read_digest=bytes.fromhex(said["read_digest"])
    )
    return _answer(clients().call(clients().cordons.ConfirmCordon, message).cordon)


@cordons.post("/cordons/<uuid:cordon_id>/renewal")
@cordons.input(RenewalIn, arg_name="said")
@cordons.doc(
    summary="Say that a cordon still runs where it does",
    description="Needs If-Match, and the caller to hold it. Moves nothing.",
    responses=_DONE,
    security="bearer",
)
def renew_cordon(cordon_id: UUID, said: dict[str, Any]) -> Response:
    """Say that a cordon still runs where it does."""
    message = rpc.RenewCordonRequest(cordon_id=str(cordon_id), expected_version=expected_version())
    message.next_update_due.FromDatetime(said["next_update_due"])
    return _answer(clients().call(clients().cordons.RenewCordon, message).cordon)


@cordons.post("/cordons/<uuid:cordon_id>/handover")
@cordons.input(HandoverIn, arg_name="said")
@cordons.doc(
    summary="Take a cordon over at the change of a shift",
    description="Needs If-Match. From then on the caller keeps it up to date.",
    responses=_DONE,
    security="bearer",
)
def take_cordon(cordon_id: UUID, said: dict[str, Any]) -> Response:
    """Take a cordon over."""
    message = rpc.TakeCordonRequest(
        cordon_id=str(cordon_id),
        expected_version=expected_version(),
        handover_note=said["handover_note"],
    )
    return _answer(clients().call(clients().cordons.TakeCordon, message).cordon)
