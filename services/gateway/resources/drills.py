"""Private drills of one's own organisation, by REST."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, OneOf, Range
from flask import Response, jsonify
from marshmallow import RAISE

from isp.alerts.v1 import answers_pb2
from isp.alerts.v1 import drills_pb2 as pb
from services.gateway.clients import clients
from services.gateway.preconditions import expected_version, idempotency_key, with_etag
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.delivery_json import count_json
from services.gateway.resources.fields import String

drills = APIBlueprint("drills", __name__, url_prefix="/v1", tag="Drills")

SCENARIOS: Final = tuple(
    name.removeprefix("DRILL_SCENARIO_") for name in pb.DrillScenario.keys()[1:]
)


class DrillIn(Schema):
    """What to practise, a note to one's own people, and when it ends by itself."""

    scenario = String(required=True, validate=OneOf(SCENARIOS))
    note = String(load_default="", validate=Length(max=300))
    minutes = Integer(required=True, validate=Range(5, 240))


class DrillsQuery(Schema):
    """Which page."""

    page_size = Integer(load_default=20, validate=Range(1, 100))
    page_token = String(load_default="", validate=Length(max=200))


def drill_json(drill: pb.Drill) -> dict[str, Any]:
    """Return a drill."""
    return {
        "drill_id": drill.drill_id,
        "version": drill.version,
        "scenario": pb.DrillScenario.Name(drill.scenario).removeprefix("DRILL_SCENARIO_"),
        "headline": drill.headline,
        "headline_cy": drill.headline_cy,
        "instruction": drill.instruction,
        "instruction_cy": drill.instruction_cy,
        "started_at": time_json(drill.started_at),
        "ends_at": time_json(drill.ends_at),
        "ended_at": time_json(drill.ended_at) if drill.HasField("ended_at") else None,
    }


def figures_json(figures: pb.DrillFigures) -> dict[str, Any]:
    """Return how far a drill is; it names nobody."""
    last = figures.HasField("last_answered_at")
    return {
        "people": figures.people,
        "answers": {
            answers_pb2.Answer.Name(each.answer).removeprefix("ANSWER_"): each.count
            for each in figures.answers
        },
        "last_answered_at": time_json(figures.last_answered_at) if last else None,
        "deliveries": [count_json(each) for each in figures.deliveries],
    }


def _words(said: pb.OfferedScenario) -> dict[str, Any]:
    return {
        "scenario": pb.DrillScenario.Name(said.scenario).removeprefix("DRILL_SCENARIO_"),
        "words": {
            each.language: {
                "headline": each.headline,
                "description": each.description,
                "instruction": each.instruction,
            }
            for each in said.words
        },
    }


@drills.get("/drill-scenarios")
@drills.doc(
    summary="What a drill may practise",
    responses={200: "The scenarios, with their fixed words", 403: "Not allowed"},
    security="bearer",
)
def list_drill_scenarios() -> Response:
    """Say what may be practised."""
    found = clients().call(clients().drills.ListDrillScenarios, pb.ListDrillScenariosRequest())
    return jsonify({"scenarios": [_words(each) for each in found.scenarios]})


@drills.post("/drills")
@drills.input(DrillIn, arg_name="said")
@drills.doc(
    summary="Begin a drill of your organisation",
    description="It reaches your organisation's people alone, marked as an exercise. Needs"
    " Idempotency-Key and a fresh second factor.",
    responses={
        201: "The drill",
        401: "A fresh second factor",
        403: "Not allowed",
        409: "One runs, a serious alert is out, or issuing is stopped",
        429: "Ten in thirty days",
    },
    security="bearer",
)
def start_drill(said: dict[str, Any]) -> tuple[Response, int]:
    """Begin a drill."""
    scenario = pb.DrillScenario.Value(f"DRILL_SCENARIO_{said['scenario']}")
    message = pb.StartDrillRequest(
        **said | {"scenario": scenario}, idempotency_key=idempotency_key()
    )
    begun = clients().call(clients().drills.StartDrill, message).drill
    return with_etag(jsonify(drill_json(begun)), begun.version), HTTPStatus.CREATED


@drills.get("/drills")
@drills.input(DrillsQuery, location="query", arg_name="said", unknown=RAISE)
@drills.doc(
    summary="The drills of your organisation",
    responses={200: "A page, newest first", 403: "Not allowed"},
    security="bearer",
)
def list_drills(said: dict[str, Any]) -> Response:
    """Read a page of drills."""
    found = clients().call(clients().drills.ListDrills, pb.ListDrillsRequest(**said))
    shown = [drill_json(each) for each in found.drills]
    return jsonify({"drills": shown, "next_page_token": found.next_page_token or None})


@drills.get("/drills/<uuid:drill_id>")
@drills.doc(
    summary="A drill, and how far it is",
    description="In numbers that name nobody.",
    responses={200: "The drill and its figures", 403: "Not allowed", 404: "None of yours"},
    security="bearer",
)
def get_drill(drill_id: UUID) -> Response:
    """Read a drill."""
    found = clients().call(clients().drills.GetDrill, pb.GetDrillRequest(drill_id=str(drill_id)))
    shown = drill_json(found.drill) | {"figures": figures_json(found.figures)}
    return with_etag(jsonify(shown), found.drill.version)


@drills.post("/drills/<uuid:drill_id>/end")
@drills.doc(
    summary="End a drill before its time",
    description="Whoever had it is told. Needs If-Match.",
    responses={
        200: "The drill, ended",
        403: "Not allowed",
        404: "None of yours",
        409: "It has ended",
        412: "Stale",
        428: "No If-Match",
    },
    security="bearer",
)
def end_drill(drill_id: UUID) -> Response:
    """End a drill."""
    message = pb.EndDrillRequest(drill_id=str(drill_id), expected_version=expected_version())
    over = clients().call(clients().drills.EndDrill, message).drill
    return with_etag(jsonify(drill_json(over)), over.version)
