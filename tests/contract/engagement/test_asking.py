"""Asking, through the front of engagement."""

from typing import Any
from uuid import uuid4

import pytest

from isp.engagement.v1 import engagement_pb2 as pb
from isp.engagement.v1 import question_pb2
from tests.contract.engagement.desk import Desk, read
from tests.fakes.engagement import DUE
from tests.fakes.serving import refusal


def test_anyone_is_told_the_terms_before_asking(desk: Desk) -> None:
    terms = desk.engagement.GetAskingTerms(pb.GetAskingTermsRequest())
    assert (3, 120, 4000, 4) == (
        terms.answer_working_days,
        terms.longest_title,
        terms.longest_text,
        terms.most_open_questions,
    )
    assert ("999", "0800 789 321") == (
        terms.emergency.emergency_number,
        terms.emergency.hotline_number,
    )
    assert not terms.emergency.unreviewed_translation
    welsh = desk.engagement.GetAskingTerms(pb.GetAskingTermsRequest(language="cy"))
    assert welsh.emergency.unreviewed_translation
    with refusal() as refused:
        desk.engagement.GetAskingTerms(pb.GetAskingTermsRequest(language="fr"))
    assert ["language"] == [each.field for each in refused.said.violations]


def test_asking_tells_by_when_and_the_emergency_words(desk: Desk) -> None:
    asked = desk.ask()
    question = asked.question
    assert (question_pb2.QUESTION_STATUS_OPEN, "LON", "retail", "en-GB") == (
        question.status,
        question.region,
        question.sector,
        question.language,
    )
    assert (DUE.timestamp(), 3) == (question.answer_due_at.seconds, asked.answer_working_days)
    assert (True, False, False) == (question.asked_by_you, question.held_by_you, question.urgent)
    assert not asked.emergency.call_999_now
    assert "999" in asked.emergency.text
    (message,) = question.messages
    assert (True, question_pb2.MESSAGE_KIND_QUESTION) == (message.by_you, message.kind)


def test_what_sounds_like_danger_says_999_first_and_is_first_in_the_queue(desk: Desk) -> None:
    usual = desk.ask().question
    urgent = desk.ask(text="There is a man with a gun outside.")
    assert (True, True) == (urgent.emergency.call_999_now, urgent.question.urgent)
    assert urgent.emergency.text.startswith("Call 999 now")
    queue = [each.question_id for each in desk.queue(desk.expert)]
    assert [urgent.question.question_id, usual.question_id] == queue


def test_the_same_key_gives_the_same_question(desk: Desk) -> None:
    key = str(uuid4())
    first = desk.ask(idempotency_key=key)
    assert first == desk.ask(idempotency_key=key)
    with refusal() as refused:
        desk.ask(idempotency_key=key, title="Another")
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == refused.status_and_reason


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"title": "", "text": ""}, ["title", "text"]),
        ({"title": "a\nb"}, ["title"]),
        ({"text": "a\x00b"}, ["text"]),
        ({"text": "x" * 4001}, ["text"]),
        ({"region": "MARS", "sector": "none"}, ["region", "sector"]),
        ({"region": "x" * 101}, ["region"]),
        ({"sector": "a\x00"}, ["sector"]),
        ({"language": "fr", "idempotency_key": "x"}, ["idempotency_key", "language"]),
    ],
)
def test_every_wrong_field_is_named(desk: Desk, given: dict[str, Any], fields: list[str]) -> None:
    with refusal() as refused:
        desk.ask(**given)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert fields == [each.field for each in refused.said.violations]


def test_one_person_has_only_so_many_under_way(desk: Desk) -> None:
    for _ in range(4):
        desk.ask()
    with refusal() as refused:
        desk.ask()
    assert ("RESOURCE_EXHAUSTED", "TOO_MANY_OPEN_QUESTIONS") == refused.status_and_reason


def test_the_callers_own_questions_come_by_pages_without_their_threads(desk: Desk) -> None:
    asked = [desk.ask().question.question_id for _ in range(3)]
    seen, token = [], ""
    while True:
        request = pb.ListMyQuestionsRequest(page_size=2, page_token=token)
        page = desk.engagement.ListMyQuestions(request, metadata=desk.asker.metadata)
        seen += page.questions
        token = page.next_page_token
        if not token:
            break
    assert set(asked) == {each.question_id for each in seen}
    assert not any(each.messages for each in seen)
    mine = desk.engagement.ListMyQuestions(
        pb.ListMyQuestionsRequest(), metadata=desk.stranger.metadata
    )
    assert [] == list(mine.questions)


def test_a_follow_up_takes_the_version_that_was_read(desk: Desk) -> None:
    question = desk.ask().question
    request = pb.AskFurtherRequest(**read(question), text="We are under attack")
    further = desk.engagement.AskFurther(request, metadata=desk.asker.metadata)
    assert (2, True, 2) == (
        further.question.version,
        further.emergency.call_999_now,
        len(further.question.messages),
    )
    with refusal() as refused:
        desk.engagement.AskFurther(request, metadata=desk.asker.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


def test_the_asker_closes_and_a_follow_up_opens_again(desk: Desk) -> None:
    question = desk.ask().question
    request = pb.CloseQuestionRequest(**read(question))
    closed = desk.engagement.CloseQuestion(request, metadata=desk.asker.metadata).question
    assert question_pb2.QUESTION_STATUS_CLOSED == closed.status
    assert not closed.HasField("answer_due_at")
    assert [] == desk.queue(desk.expert)
    further = pb.AskFurtherRequest(**read(closed), text="One more thing")
    again = desk.engagement.AskFurther(further, metadata=desk.asker.metadata).question
    assert question_pb2.QUESTION_STATUS_OPEN == again.status
    assert [question.question_id] == [each.question_id for each in desk.queue(desk.expert)]
