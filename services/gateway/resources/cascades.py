"""The way of alerts along seats by REST."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Nested
from apiflask.validators import Length, OneOf, Regexp
from flask import Response, jsonify

from isp.alerts.v1 import cascades_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from kernel.places import REGIONS, SECTORS
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import alert_json, time_json
from services.gateway.resources.fields import String
from services.gateway.resources.marking_json import TLPS

cascades = APIBlueprint("cascades", __name__, url_prefix="/v1", tag="Alerts along seats")

LONGEST: Final = 1000


class ContextIn(Schema):
    """What is added beside the hub's words."""

    text = String(required=True, validate=Length(min=1, max=LONGEST))
    tlp = String(required=True, validate=OneOf(TLPS))
    text_cy = String(load_default="")


class PassingIn(Schema):
    """What is passed on where; `sector` is empty for a region's own seat."""

    region = String(required=True, validate=OneOf(list(REGIONS)))
    sector = String(load_default="", validate=OneOf(["", *SECTORS]))
    read_digest = String(required=True, validate=Regexp(r"^[0-9a-f]{64}$"))
    context = Nested(ContextIn, load_default=None, allow_none=True)


class BranchReportIn(Schema):
    """How things are in a branch. It is read by the hub: it names no member."""

    region = String(required=True, validate=OneOf(list(REGIONS)))
    sector = String(load_default="", validate=OneOf(["", *SECTORS]))
    text = String(required=True, validate=Length(min=1, max=LONGEST))


def context_json(context: pb.Context) -> dict[str, Any]:
    """Return what somebody added."""
    tlp = kernel_pb2.Tlp.Name(context.tlp).removeprefix("TLP_")
    return {
        "text": context.text,
        "text_cy": context.text_cy or None,
        "tlp": tlp.replace("_", "+"),
    }


def step_json(step: pb.Step) -> dict[str, Any]:
    """Return a step with what was added there."""
    return {
        "region": step.region,
        "sector": step.sector or None,
        "state": pb.StepState.Name(step.state).removeprefix("STEP_STATE_"),
        "turn": _rung(step.rung) if step.HasField("due_at") else None,
        "given_at": time_json(step.given_at),
        "due_at": time_json(step.due_at) if step.HasField("due_at") else None,
        "done_at": time_json(step.done_at) if step.HasField("done_at") else None,
        "done_as": _rung(step.done_as) if step.done_as else None,
        "context": context_json(step.context) if step.HasField("context") else None,
        "version": step.version,
        "digest": step.digest.hex(),
    }


def _rung(rung: pb.StepRung.ValueType) -> str:
    return pb.StepRung.Name(rung).removeprefix("STEP_RUNG_")


def _figures(said: pb.BranchFigures) -> dict[str, Any]:
    shown: dict[str, Any] = {
        name: getattr(said, name) if said.HasField(name) else None
        for name in ("reached", "answered", "need_help")
    }
    return shown | {"sightings": dict(sorted(said.sightings.items()))}


def _reports(said: Iterable[pb.BranchReport]) -> list[dict[str, Any]]:
    return [
        {"report_id": e.report_id, "text": e.text, "told_at": time_json(e.told_at)} for e in said
    ]


@cascades.get("/alerts/waiting")
@cascades.doc(
    summary="What waits in your seats to be passed on",
    responses={200: "Oldest first", 401: "Sign in"},
    security="bearer",
)
def list_waiting_steps() -> Response:
    """Show what waits for the caller."""
    found = clients().call(clients().cascades.ListWaitingSteps, pb.ListWaitingStepsRequest())
    waiting = [
        {
            "step": step_json(each.step),
            "alert": alert_json(each.alert),
            "above": context_json(each.above) if each.HasField("above") else None,
        }
        for each in found.waiting
    ]
    return jsonify({"waiting": waiting})


@cascades.post("/alerts/<uuid:alert_id>/passing-on")
@cascades.input(PassingIn, arg_name="said")
@cascades.doc(
    summary="Pass an alert on to those below your seat",
    description="Needs If-Match with the version of the step. What is added stands beside the "
    "hub's words; its label is as tight as what stands above it, or tighter.",
    responses={
        200: "The step",
        403: "A label that is too loose",
        404: "Nothing of yours",
        409: "Passed on before, or not what you read",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def pass_on(alert_id: UUID, said: dict[str, Any]) -> Response:
    """Pass an alert on."""
    message = pb.PassOnRequest(
        alert_id=str(alert_id),
        region=said["region"],
        sector=said["sector"],
        read_digest=bytes.fromhex(said["read_digest"]),
        expected_version=expected_version(),
    )
    if said["context"] is not None:
        message.context.text = said["context"]["text"]
        message.context.text_cy = said["context"]["text_cy"]
        tlp = said["context"]["tlp"].replace("+", "_")
        message.context.tlp = kernel_pb2.Tlp.Value(f"TLP_{tlp}")
    done = clients().call(clients().cascades.PassOn, message).step
    return with_etag(jsonify(step_json(done)), done.version)


@cascades.post("/alerts/<uuid:alert_id>/branch-reports")
@cascades.input(BranchReportIn, arg_name="said")
@cascades.doc(
    summary="Tell those above how things are in your branch",
    description="Needs Idempotency-Key.",
    responses={201: "Kept", 401: "Sign in", 404: "Nothing of yours", 429: "Enough was told"},
    security="bearer",
)
def report_up(alert_id: UUID, said: dict[str, Any]) -> tuple[Response, int]:
    """Tell those above."""
    message = pb.ReportUpRequest(alert_id=str(alert_id), **said, idempotency_key=idempotency_key())
    made = clients().call(clients().cascades.ReportUp, message)
    return jsonify({"report_id": made.report_id}), HTTPStatus.CREATED


@cascades.get("/alerts/<uuid:alert_id>/cascade")
@cascades.doc(
    summary="Where an alert came when, whom it reached, and what comes back up",
    description="Hidden numbers are null: those under five, and what would give them away.",
    responses={200: "The tree, or your part of it", 404: "Nothing of yours", 409: "No cascade"},
    security="bearer",
)
def get_cascade(alert_id: UUID) -> Response:
    """Show the tree."""
    message = pb.GetCascadeRequest(alert_id=str(alert_id))
    tree = clients().call(clients().cascades.GetCascade, message)
    nodes = [
        {
            "step": step_json(each.step),
            "figures": _figures(each.figures) if each.HasField("figures") else None,
            "reports": _reports(each.reports),
        }
        for each in tree.nodes
    ]
    direct = _figures(tree.direct) if tree.HasField("direct") else None
    return jsonify({"nodes": nodes, "direct": direct, "exact": tree.exact})


@cascades.get("/alerts/<uuid:alert_id>/context")
@cascades.doc(
    summary="What was added beside an alert for you",
    description="By those who stand for your region and your sector; not part of the alert.",
    responses={200: "All of it that you may see", 401: "Sign in", 404: "None"},
    security="bearer",
)
def get_branch_context(alert_id: UUID) -> Response:
    """Show what was added for the caller."""
    message = pb.GetBranchContextRequest(alert_id=str(alert_id))
    found = clients().call(clients().cascades.GetBranchContext, message)
    added = [
        {
            "region": each.region,
            "sector": each.sector or None,
            "context": context_json(each.context),
            "added_at": time_json(each.added_at),
        }
        for each in found.added
    ]
    return jsonify({"added": added})
