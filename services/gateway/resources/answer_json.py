"""Answers, boards and calls for help as JSON."""

from typing import Any, Final

from apiflask import Schema
from apiflask.validators import Length, OneOf

from isp.alerts.v1 import answers_pb2 as pb
from services.gateway.resources.alert_json import time_json
from services.gateway.resources.fields import Moment, String

ANSWERS: Final = tuple(name.removeprefix("ANSWER_") for name in pb.Answer.keys()[1:])
OUTCOMES: Final = ("HELPED", "PASSED_TO_999", "NOT_REACHED")


class LinkIn(Schema):
    """A link's token."""

    link = String(required=True, validate=Length(min=1, max=200))


class SafetyIn(Schema):
    """What somebody says; `call_back` is a number on which one who needs help is reached."""

    answer = String(required=True, validate=OneOf(ANSWERS))
    call_back = String(load_default="", validate=Length(max=20))


class SafetyByLinkIn(SafetyIn):
    """The same of whoever has the link, about the alert that its page showed."""

    link = String(required=True, validate=Length(min=1, max=200))
    alert_id = String(required=True, validate=Length(max=36))


class ShiftIn(Schema):
    """Which queue an officer answers, and until when."""

    queue = String(required=True, validate=Length(min=1, max=20))
    until = Moment(required=True)


class OutcomeIn(Schema):
    """What became of a call for help."""

    outcome = String(required=True, validate=OneOf(OUTCOMES))


class ReportIn(Schema):
    """What is so around somebody; the service says which kinds there are."""

    kind = String(required=True, validate=Length(min=1, max=40))


def picture_json(found: pb.GetSituationResponse) -> dict[str, Any]:
    """Return what members report, by area and kind."""
    return {
        "sightings": [
            {
                "region": each.region,
                "kind": each.kind,
                "people": each.people,
                "last_at": time_json(each.last_at),
            }
            for each in found.sightings
        ],
        "exact": found.exact,
    }


def answer_value(name: str) -> pb.Answer.ValueType:
    """Return an answer of the contract."""
    return pb.Answer.Value(f"ANSWER_{name}")


def standing_json(standing: pb.AnswerStanding) -> dict[str, Any]:
    """Return one person's answer."""
    return {
        "answer": _name(pb.Answer, standing.answer, "ANSWER_"),
        "answered_at": (
            time_json(standing.answered_at) if standing.HasField("answered_at") else None
        ),
        "version": standing.version,
        "help": _name(pb.HelpState, standing.help, "HELP_STATE_"),
    }


def link_json(shown: pb.GetAnswerLinkResponse) -> dict[str, Any]:
    """Return what the page of a link shows."""
    return {
        "alert_id": shown.alert_id,
        "headline": shown.headline or None,
        "action_line": shown.action_line or None,
        "language": shown.language,
        "exercise": shown.exercise,
        "standing": standing_json(shown.standing),
        "help_offered": shown.help_offered,
        "drill": shown.drill,
        "ends_at": time_json(shown.ends_at),
    }


def board_json(board: pb.GetAnswersResponse) -> dict[str, Any]:
    """Return the board; a count that is hidden is null."""
    last = time_json(board.last_answered_at) if board.HasField("last_answered_at") else None
    return {
        "asked": board.asked,
        "sent_to": board.sent_to,
        "counts": _counts(board.counts),
        "regions": [
            {"region": each.region, "counts": _counts(each.counts)} for each in board.regions
        ],
        "exact": board.exact,
        "help_waiting": board.help_waiting,
        "help_taken": board.help_taken,
        "last_answered_at": last,
    }


def shift_json(shift: pb.HelpShift) -> dict[str, Any]:
    """Return a shift at a queue."""
    return {
        "staffing_id": shift.staffing_id,
        "queue": shift.queue,
        "since": time_json(shift.since),
        "until": time_json(shift.until),
        "mine": shift.mine,
        "version": shift.version,
    }


def request_json(call: pb.HelpRequest) -> dict[str, Any]:
    """Return a call for help."""
    return {
        "help_id": call.help_id,
        "alert_id": call.alert_id,
        "queue": call.queue,
        "state": _name(pb.HelpState, call.state, "HELP_STATE_"),
        "asked_at": time_json(call.asked_at),
        "mine": call.mine,
        "taken_at": time_json(call.taken_at) if call.HasField("taken_at") else None,
        "says_now": _name(pb.Answer, call.says_now, "ANSWER_"),
        "contacts": list(call.contacts),
        "regions": list(call.regions),
        "version": call.version,
    }


def _counts(counts: Any) -> dict[str, int | None]:
    return {
        pb.Answer.Name(each.answer).removeprefix("ANSWER_"): (
            each.count if each.HasField("count") else None
        )
        for each in counts
    }


def _name(kind: Any, value: int, prefix: str) -> str | None:
    """Return a value's name; None where it says that there is none."""
    return str(kind.Name(value)).removeprefix(prefix) if value else None
