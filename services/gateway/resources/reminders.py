"""Reminders of training, by REST."""

from http import HTTPStatus
from typing import Any

from apiflask import APIBlueprint, Schema
from apiflask.fields import Boolean
from apiflask.validators import Length
from flask import Response, jsonify

from isp.training.v1 import reminders_pb2 as pb
from services.gateway.clients import clients
from services.gateway.resources.fields import String

reminders = APIBlueprint("reminders", __name__, url_prefix="/v1", tag="Training")


class RemindersIn(Schema):
    """Whether somebody is reminded."""

    wanted = Boolean(required=True)


class ReminderStopIn(Schema):
    """What stands in the link of a mail."""

    token = String(required=True, validate=Length(1, 100))


@reminders.get("/me/training-reminders")
@reminders.doc(
    summary="Whether you are reminded of training",
    description="30 and 7 days before a certificate ends, and once of a course begun 14 days ago.",
    responses={200: "What holds; true before you chose"},
    security="bearer",
)
def get_reminders() -> Response:
    """Say it."""
    found = clients().call(clients().reminders.GetReminders, pb.GetRemindersRequest())
    return jsonify({"wanted": found.wanted})


@reminders.put("/me/training-reminders")
@reminders.input(RemindersIn, arg_name="said")
@reminders.doc(
    summary="Choose whether you are reminded of training",
    description="Needs no If-Match: it says what is to hold.",
    responses={200: "What holds"},
    security="bearer",
)
def set_reminders(said: dict[str, Any]) -> Response:
    """Choose it."""
    message = pb.SetRemindersRequest(wanted=said["wanted"])
    kept = clients().call(clients().reminders.SetReminders, message)
    return jsonify({"wanted": kept.wanted})


@reminders.post("/training-reminder-links/stop")
@reminders.input(ReminderStopIn, arg_name="said")
@reminders.doc(
    summary="End reminders of training by the link of a mail",
    description="Needs no account. The same answer for a link that is not known.",
    responses={202: "It is so", 429: "Too many"},
)
def stop_reminders(said: dict[str, Any]) -> Response:
    """End them without signing in."""
    message = pb.StopRemindersRequest(token=said["token"])
    clients().call(clients().reminders.StopReminders, message)
    answer = jsonify({})
    answer.status_code = HTTPStatus.ACCEPTED
    return answer
