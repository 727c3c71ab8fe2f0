"""Questions as protobuf."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from isp.engagement.v1 import engagement_events_pb2, question_pb2
from services.engagement.domain.emergency import (
    EMERGENCY_NUMBER,
    HOTLINE_NUMBER,
    EmergencyAdvice,
)
from services.engagement.domain.question import Conversation, Question
from services.engagement.domain.thread import Message


def question_to_pb(question: Question, *, reader: str, at: datetime) -> question_pb2.Question:
    """Return a question as its reader sees it, without its thread: no person is named."""
    return question_pb2.Question(
        question_id=str(question.question_id),
        version=question.version,
        status=_status(question),
        title=question.title,
        region=question.pool.region,
        sector=question.pool.sector,
        language=question.language,
        urgent=question.urgent,
        asked_at=_moment(question.asked_at),
        changed_at=_moment(question.changed_at),
        answer_due_at=_moment(question.due_at),
        overdue=question.overdue(at),
        asked_by_you=question.asker == reader,
        held_by_you=question.holder == reader,
    )


def conversation_to_pb(
    conversation: Conversation, *, reader: str, at: datetime
) -> question_pb2.Question:
    """Return a question with what its reader sees of the thread."""
    shown = question_to_pb(conversation.question, reader=reader, at=at)
    shown.messages.extend(_message(each, reader) for each in conversation.messages)
    return shown


def _message(message: Message, reader: str) -> question_pb2.Message:
    return question_pb2.Message(
        kind=question_pb2.MessageKind.Value(f"MESSAGE_KIND_{message.kind.name}"),
        by_you=message.author == reader,
        text=message.text,
        said_at=_moment(message.said_at),
    )


def emergency_to_pb(advice: EmergencyAdvice) -> question_pb2.EmergencyAdvice:
    """Return the fixed words."""
    return question_pb2.EmergencyAdvice(
        call_999_now=advice.call_now,
        text=advice.text,
        emergency_number=EMERGENCY_NUMBER,
        hotline_number=HOTLINE_NUMBER,
        unreviewed_translation=not advice.reviewed,
    )


def snapshot_of(question: Question) -> engagement_events_pb2.QuestionSnapshot:
    """Return what other services learn of a question: not a word of it."""
    return engagement_events_pb2.QuestionSnapshot(
        question_id=str(question.question_id),
        version=question.version,
        status=_status(question),
        region=question.pool.region,
        sector=question.pool.sector,
        urgent=question.urgent,
        asker=question.asker,
        asked_at=_moment(question.asked_at),
        changed_at=_moment(question.changed_at),
        answer_due_at=_moment(question.due_at),
    )


def _status(question: Question) -> question_pb2.QuestionStatus.ValueType:
    return question_pb2.QuestionStatus.Value(f"QUESTION_STATUS_{question.status.name}")


def _moment(at: datetime | None) -> Timestamp | None:
    if at is None:
        return None
    moment = Timestamp()
    moment.FromDatetime(at)
    return moment
