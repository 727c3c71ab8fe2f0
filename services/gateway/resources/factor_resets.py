"""Second factors that somebody lost, for officers, by REST."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.validators import Length
from flask import Response, jsonify

from isp.identity.v1 import factor_resets_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import String

factor_resets = APIBlueprint("factor_resets", __name__, url_prefix="/v1", tag="Second factors")


class ResetIn(Schema):
    """Whose second factors were lost, and how that is known."""

    email = String(required=True, validate=Length(min=1, max=254))
    reason = String(required=True, validate=Length(min=1, max=500))


@factor_resets.get("/second-factor-resets")
@factor_resets.doc(
    summary="Whose second factors are to be removed",
    responses={200: "Those that wait, oldest first", 403: "You read too many records today"},
    security="bearer",
)
def list_factor_resets() -> Response:
    """Show those that wait."""
    message = pb.ListFactorResetsRequest()
    found = clients().call(clients().factor_resets.ListFactorResets, message)
    return jsonify({"resets": [_reset(each) for each in found.resets]})


@factor_resets.post("/second-factor-resets")
@factor_resets.input(ResetIn, arg_name="said")
@factor_resets.doc(
    summary="Propose that somebody's second factors are removed",
    description="They are told at once; it waits for a second officer.",
    responses={
        201: "The proposal",
        403: "It is about you, or you asked about too many people today",
        404: "Nobody has that address",
        409: "One waits, or none is there",
    },
    security="bearer",
)
def propose_factor_reset(said: dict[str, Any]) -> tuple[Response, int]:
    """Propose one."""
    message = pb.ProposeFactorResetRequest(email=said["email"], reason=said["reason"])
    made = clients().call(clients().factor_resets.ProposeFactorReset, message)
    return jsonify(_reset(made.reset)), HTTPStatus.CREATED


@factor_resets.post("/second-factor-resets/<uuid:reset_id>/confirmation")
@factor_resets.doc(
    summary="Confirm that somebody's second factors are removed, in 24 hours",
    responses={200: "With its hour", 403: "Somebody else must", 404: "There is none"},
    security="bearer",
)
def confirm_factor_reset(reset_id: UUID) -> Response:
    """Confirm one."""
    message = pb.ConfirmFactorResetRequest(reset_id=str(reset_id))
    done = clients().call(clients().factor_resets.ConfirmFactorReset, message)
    return jsonify(_reset(done.reset))


@factor_resets.delete("/second-factor-resets/<uuid:reset_id>")
@factor_resets.doc(
    summary="Stop that somebody's second factors are removed",
    responses={204: "They stay", 404: "There is none"},
    security="bearer",
)
def stop_factor_reset(reset_id: UUID) -> tuple[str, int]:
    """Give one up."""
    message = pb.StopFactorResetRequest(reset_id=str(reset_id))
    clients().call(clients().factor_resets.StopFactorReset, message)
    return "", HTTPStatus.NO_CONTENT


def _reset(each: pb.FactorReset) -> dict[str, Any]:
    return {
        "reset_id": each.reset_id,
        "email": each.email,
        "reason": each.reason,
        "proposed_at": time_json(each.proposed_at),
        "proposed_by_caller": each.proposed_by_caller,
        "due_at": time_json(each.due_at) if each.HasField("due_at") else None,
    }
