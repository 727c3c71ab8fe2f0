"""Answers that are kept before they are handed in, and one's own share of time, by REST."""

from typing import Any
from uuid import UUID

from apiflask import APIBlueprint, Schema
from apiflask.fields import Integer
from apiflask.validators import Length, Range
from flask import Response, jsonify

from isp.training.v1 import assessment_pb2, enrolment_pb2
from services.gateway.clients import clients
from services.gateway.resources.fields import String
from services.gateway.resources.training import AnswersIn
from services.gateway.resources.training_json import attempt_json, question_json

assessment = APIBlueprint("assessment", __name__, url_prefix="/v1", tag="Training")


class ExtraTimeIn(Schema):
    """A share of the time that a course gives, in per cent: 100, 125, 150, 200, or 1000."""

    percent = Integer(required=True, strict=True, validate=Range(0, 10_000))


class StepIn(Schema):
    """A choice at a step of a scenario."""

    question_id = String(required=True, validate=Length(min=1, max=50))
    step_id = String(required=True, validate=Length(min=1, max=50))
    choice_id = String(required=True, validate=Length(min=1, max=50))


@assessment.post("/attempts/<uuid:attempt_id>/saved-answers")
@assessment.input(AnswersIn, arg_name="said")
@assessment.doc(
    summary="Keep answers before they are handed in",
    description="What is kept already and is not named stays; no choice takes an answer back. Doing"
    " it again changes nothing. `over` says that the time was up: then these do not count.",
    responses={200: "The attempt", 404: "None of yours", 409: "Handed in before, or closed"},
    security="bearer",
)
def save_answers(attempt_id: UUID, said: dict[str, Any]) -> Response:
    """Keep answers before they are handed in."""
    message = assessment_pb2.SaveAnswersRequest(
        attempt_id=str(attempt_id),
        answers=[enrolment_pb2.Answer(**each) for each in said["answers"]],
    )
    kept = clients().call(clients().assessment.SaveAnswers, message)
    return jsonify({"attempt": attempt_json(kept.attempt), "over": kept.over})


@assessment.post("/attempts/<uuid:attempt_id>/steps")
@assessment.input(StepIn, arg_name="said")
@assessment.doc(
    summary="Make a choice in a scenario",
    description="For good: the answer tells what it led to. The same choice again gives the same."
    " `over` says that the time was up: then it does not count.",
    responses={
        200: "The scenario as it stands",
        404: "None of yours",
        409: "A step that was not reached, or another choice before",
    },
    security="bearer",
)
def answer_step(attempt_id: UUID, said: dict[str, Any]) -> Response:
    """Make a choice in a scenario."""
    message = assessment_pb2.AnswerStepRequest(attempt_id=str(attempt_id), **said)
    made = clients().call(clients().assessment.AnswerStep, message)
    return jsonify({"question": question_json(made.question), "over": made.over})


@assessment.get("/me/training/extra-time")
@assessment.doc(
    summary="Your own share of the time that attempts have",
    description="In per cent. Nobody else can read it.",
    responses={200: "The share"},
    security="bearer",
)
def get_extra_time() -> Response:
    """Read one's own share of time."""
    message = assessment_pb2.GetExtraTimeRequest()
    found = clients().call(clients().assessment.GetExtraTime, message)
    return jsonify({"percent": found.percent})


@assessment.put("/me/training/extra-time")
@assessment.input(ExtraTimeIn, arg_name="said")
@assessment.doc(
    summary="Choose your own share of the time that attempts have",
    description="From your next attempt on. No reason is asked for, and nobody has to grant it.",
    responses={200: "The share"},
    security="bearer",
)
def choose_extra_time(said: dict[str, Any]) -> Response:
    """Choose one's own share of time."""
    message = assessment_pb2.ChooseExtraTimeRequest(percent=said["percent"])
    chosen = clients().call(clients().assessment.ChooseExtraTime, message)
    return jsonify({"percent": chosen.percent})
