"""Stopping all issuing, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from flask import Response, jsonify

from isp.alerts.v1 import safeguards_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

safeguards = APIBlueprint("safeguards", __name__, url_prefix="/v1/freezes", tag="Alerts")

_ANSWERS: Final = {
    200: "The freeze",
    401: "Step up",
    403: "Not allowed, or your own word",
    404: "None",
    409: "Not where this can be done",
    412: "Stale",
}


class WhyIn(Schema):
    """Why, for the record."""

    reason = String(required=True)


def freeze_json(freeze: pb.Freeze) -> dict[str, Any]:
    """Return a freeze as JSON."""
    return {
        "freeze_id": freeze.freeze_id,
        "status": pb.FreezeStatus.Name(freeze.status).removeprefix("FREEZE_STATUS_"),
        "version": freeze.version,
        "reason": freeze.reason,
        "proposed_at": time_json(freeze.proposed_at),
        "frozen_at": time_json(freeze.frozen_at) if freeze.HasField("frozen_at") else None,
        "lift_reason": freeze.lift_reason or None,
        "lift_proposed_at": (
            time_json(freeze.lift_proposed_at) if freeze.HasField("lift_proposed_at") else None
        ),
        "lifted_at": time_json(freeze.lifted_at) if freeze.HasField("lifted_at") else None,
        "by_you": freeze.by_you,
    }


def _answer(freeze: pb.Freeze, status: HTTPStatus = HTTPStatus.OK) -> Response:
    answer = jsonify(freeze_json(freeze))
    answer.status_code = status
    return with_etag(answer, freeze.version)


@safeguards.post("")
@safeguards.input(WhyIn, arg_name="said")
@safeguards.doc(
    summary="Propose to stop all issuing",
    description="Needs Idempotency-Key and a second factor of the last 15 minutes. A second person"
    " must confirm it.",
    responses={201: "Proposed", 401: "Step up", 403: "Not allowed", 409: "Under way already"},
    security="bearer",
)
def propose_freeze(said: dict[str, Any]) -> Response:
    """Propose to stop all issuing."""
    message = pb.ProposeFreezeRequest(reason=said["reason"], idempotency_key=idempotency_key())
    made = clients().call(clients().safeguards.ProposeFreeze, message).freeze
    return _answer(made, HTTPStatus.CREATED)


@safeguards.get("/current")
@safeguards.doc(
    summary="Whether issuing is stopped",
    description="`freeze` is null while all may be issued.",
    responses={200: "The freeze, if there is one", 403: "Not staff"},
    security="bearer",
)
def get_freeze() -> Response:
    """Tell whether issuing is stopped."""
    found = clients().call(clients().safeguards.GetFreeze, pb.GetFreezeRequest())
    there = found.HasField("freeze")
    return jsonify({"freeze": freeze_json(found.freeze) if there else None})


@safeguards.post("/<uuid:freeze_id>/confirmation")
@safeguards.doc(
    summary="Stop all issuing as a second person",
    description="Needs If-Match. What is out can still be withdrawn.",
    responses=_ANSWERS,
    security="bearer",
)
def confirm_freeze(freeze_id: UUID) -> Response:
    """Stop all issuing."""
    message = pb.ConfirmFreezeRequest(freeze_id=str(freeze_id), expected_version=expected_version())
    return _answer(clients().call(clients().safeguards.ConfirmFreeze, message).freeze)


@safeguards.post("/<uuid:freeze_id>/lift-proposal")
@safeguards.input(WhyIn, arg_name="said")
@safeguards.doc(
    summary="Propose that issuing goes on",
    description="Needs If-Match. It is still stopped until a second person agrees.",
    responses=_ANSWERS,
    security="bearer",
)
def propose_unfreeze(freeze_id: UUID, said: dict[str, Any]) -> Response:
    """Propose that issuing goes on."""
    message = pb.ProposeUnfreezeRequest(
        freeze_id=str(freeze_id), expected_version=expected_version(), reason=said["reason"]
    )
    return _answer(clients().call(clients().safeguards.ProposeUnfreeze, message).freeze)


@safeguards.post("/<uuid:freeze_id>/lift")
@safeguards.doc(
    summary="Let issuing go on as a second person",
    description="Needs If-Match.",
    responses=_ANSWERS,
    security="bearer",
)
def confirm_unfreeze(freeze_id: UUID) -> Response:
    """Let issuing go on."""
    message = pb.ConfirmUnfreezeRequest(
        freeze_id=str(freeze_id), expected_version=expected_version()
    )
    return _answer(clients().call(clients().safeguards.ConfirmUnfreeze, message).freeze)
