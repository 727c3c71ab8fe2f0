"""Claiming and answering, through the front of engagement."""

from uuid import uuid4

import pytest

from isp.engagement.v1 import engagement_pb2 as pb
from isp.engagement.v1 import question_pb2
from tests.contract.engagement.desk import Desk, read
from tests.fakes.engagement import DUE
from tests.fakes.plumbing import SetClock
from tests.fakes.serving import refusal


def test_an_expert_claims_and_answers_and_nobody_is_named(desk: Desk) -> None:
    question = desk.ask().question
    (waiting,) = desk.queue(desk.expert)
    held = desk.claim(waiting, desk.expert)
    assert (True, question_pb2.QUESTION_STATUS_CLAIMED) == (held.held_by_you, held.status)
    done = desk.answer(held, desk.expert)
    seen = desk.get(question.question_id, desk.asker)
    assert question_pb2.QUESTION_STATUS_ANSWERED == seen.status
    assert [True, False] == [each.by_you for each in seen.messages]
    assert "On the kerb." == seen.messages[1].text
    for shown in (held, done, seen):
        for person in (desk.asker, desk.expert):
            assert person.subject not in str(shown)


def test_of_two_who_claim_the_same_version_the_second_learns_why(desk: Desk) -> None:
    question = desk.ask().question
    desk.claim(question, desk.expert)
    with refusal() as refused:
        desk.claim(question, desk.colleague)
    assert ("ABORTED", "QUESTION_HELD") == refused.status_and_reason


def test_for_outsiders_it_is_as_if_it_were_not_there(desk: Desk) -> None:
    question = desk.ask().question
    said = set()
    for who in (desk.elsewhere, desk.stranger):
        assert question.question_id not in str(desk.queue(desk.elsewhere))
        for question_id in (question.question_id, str(uuid4())):
            with refusal() as refused:
                desk.get(question_id, who)
            assert ("NOT_FOUND", "QUESTION_NOT_FOUND") == refused.status_and_reason
            said.add(refused.said.message)
    assert 1 == len(said)
    with refusal() as refused:
        desk.claim(question, desk.elsewhere)
    assert ("NOT_FOUND", "QUESTION_NOT_FOUND") == refused.status_and_reason


def test_a_hand_over_reaches_the_other_region_and_its_note_not_the_asker(desk: Desk) -> None:
    held = desk.claim(desk.ask().question, desk.expert)
    request = pb.HandOverQuestionRequest(**read(held), region="WAL", note="A shop in Wales.")
    passed = desk.engagement.HandOverQuestion(request, metadata=desk.expert.metadata).question
    assert ("WAL", "retail", question_pb2.QUESTION_STATUS_OPEN) == (
        passed.region,
        passed.sector,
        passed.status,
    )
    assert [held.question_id] == [each.question_id for each in desk.queue(desk.elsewhere)]
    assert "A shop in Wales." in str(desk.get(held.question_id, desk.elsewhere))
    assert "A shop in Wales." not in str(desk.get(held.question_id, desk.asker))


def test_what_is_late_is_overdue_and_may_be_taken_over(desk: Desk, clock: SetClock) -> None:
    held = desk.claim(desk.ask().question, desk.expert)
    assert [] == desk.queue(desk.colleague)
    clock.moment = DUE
    clock.pass_(seconds=1)
    (late,) = desk.queue(desk.colleague)
    assert (True, held.question_id) == (late.overdue, late.question_id)
    assert desk.claim(late, desk.colleague).held_by_you
    with refusal() as refused:
        desk.answer(late, desk.expert)
    assert ("PERMISSION_DENIED", "NOT_THE_HOLDER") == refused.status_and_reason


def test_what_is_released_waits_again(desk: Desk) -> None:
    held = desk.claim(desk.ask().question, desk.expert)
    request = pb.ReleaseQuestionRequest(**read(held))
    free = desk.engagement.ReleaseQuestion(request, metadata=desk.expert.metadata).question
    assert (False, question_pb2.QUESTION_STATUS_OPEN) == (free.held_by_you, free.status)
    assert [held.question_id] == [each.question_id for each in desk.queue(desk.colleague)]


def test_an_expert_finds_what_they_hold(desk: Desk) -> None:
    held = desk.claim(desk.ask().question, desk.expert)
    desk.ask()
    mine = desk.queue(desk.expert, held_by_you=True)
    assert [held.question_id] == [each.question_id for each in mine]
    assert [] == desk.queue(desk.colleague, held_by_you=True)


def test_the_queue_comes_by_pages_and_misses_none(desk: Desk) -> None:
    asked = [desk.ask(text="He has a gun" if number == 2 else "?").question for number in range(4)]
    seen = [each.question_id for each in desk.queue(desk.expert, page_size=1)]
    assert asked[2].question_id == seen[0]
    assert {each.question_id for each in asked} == set(seen)
    assert 4 == len(seen)


@pytest.mark.parametrize("token", ["x", "u", "nx", "z" + "a" * 20, "u!!!!"])
def test_a_page_of_the_queue_that_never_was_is_refused(desk: Desk, token: str) -> None:
    with refusal() as refused:
        desk.engagement.ListQueue(
            pb.ListQueueRequest(page_token=token), metadata=desk.expert.metadata
        )
    assert ["page_token"] == [each.field for each in refused.said.violations]


def test_what_is_closed_takes_no_answer(desk: Desk) -> None:
    held = desk.claim(desk.ask().question, desk.expert)
    request = pb.CloseQuestionRequest(**read(held))
    closed = desk.engagement.CloseQuestion(request, metadata=desk.expert.metadata).question
    with refusal() as refused:
        desk.answer(closed, desk.expert)
    assert ("FAILED_PRECONDITION", "ILLEGAL_TRANSITION") == refused.status_and_reason
