"""Questions as JSON: roles, never a person."""

from typing import Any, Final

from isp.engagement.v1 import question_pb2
from services.gateway.resources.alert_json import time_json

AUTHORS: Final = {
    question_pb2.MESSAGE_KIND_QUESTION: "ASKER",
    question_pb2.MESSAGE_KIND_FOLLOW_UP: "ASKER",
    question_pb2.MESSAGE_KIND_ANSWER: "EXPERT",
    question_pb2.MESSAGE_KIND_NOTE: "EXPERT",
}
"""Whose words a message of each kind has."""


def question_json(question: question_pb2.Question) -> dict[str, Any]:
    """Return a question as JSON; its thread is there where the service gave it."""
    shown: dict[str, Any] = {
        "question_id": question.question_id,
        "version": question.version,
        "status": _word(question_pb2.QuestionStatus, question.status, "QUESTION_STATUS_"),
        "title": question.title,
        "region": question.region,
        "sector": question.sector,
        "language": question.language,
        "urgent": question.urgent,
        "asked_at": time_json(question.asked_at),
        "changed_at": time_json(question.changed_at),
        "answer_due_at": (
            time_json(question.answer_due_at) if question.HasField("answer_due_at") else None
        ),
        "overdue": question.overdue,
        "asked_by_you": question.asked_by_you,
        "held_by_you": question.held_by_you,
    }
    if question.messages:
        shown["messages"] = [_message_json(each) for each in question.messages]
    return shown


def _message_json(message: question_pb2.Message) -> dict[str, Any]:
    return {
        "kind": _word(question_pb2.MessageKind, message.kind, "MESSAGE_KIND_"),
        "author": AUTHORS[message.kind],
        "by_you": message.by_you,
        "text": message.text,
        "said_at": time_json(message.said_at),
    }


def emergency_json(advice: question_pb2.EmergencyAdvice) -> dict[str, Any]:
    """Return the fixed words as JSON."""
    return {
        "call_999_now": advice.call_999_now,
        "text": advice.text,
        "emergency_number": advice.emergency_number,
        "hotline_number": advice.hotline_number,
        "unreviewed_translation": advice.unreviewed_translation,
    }


def _word(enum: Any, value: int, prefix: str) -> str:
    return str(enum.Name(value)).removeprefix(prefix)
