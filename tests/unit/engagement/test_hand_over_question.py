"""Passing a question to other experts."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.engagement.domain.errors import NotTheHolder, QuestionNotFound
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.pools import Pool
from services.engagement.domain.question import Status
from services.engagement.domain.thread import Kind
from services.engagement.usecases.get_question import GetQuestion
from services.engagement.usecases.hand_over_question import HandOverQuestion
from tests.fakes.engagement import COLLEAGUE, EXPERT, WELSH, claimed, staffed


@pytest.fixture
def hand_over(unit_of_work, clock, stores) -> HandOverQuestion:
    staffed(stores, EXPERT, COLLEAGUE, WELSH)
    return HandOverQuestion(unit_of_work=unit_of_work, clock=clock)


def to(question, **given):
    return {
        "question_id": question.question_id,
        "expected_version": question.version,
        "region": "WAL",
        "sector": "",
        "note": "It is about a shop in Wales.",
    } | given


def test_it_goes_to_the_other_pool_with_a_note(hand_over, stores, unit_of_work) -> None:
    held = claimed(stores)
    conversation = hand_over(EXPERT, **to(held))
    passed = conversation.question
    assert (Status.OPEN, None, Pool("WAL", "retail")) == (
        passed.status,
        passed.holder,
        passed.pool,
    )
    assert Kind.NOTE is conversation.messages[-1].kind
    assert [QuestionChanged(passed)] == stores.outbox.events
    assert {"region": "WAL", "sector": "retail"} == stores.audit.rows[-1][-1]
    get = GetQuestion(unit_of_work=unit_of_work)
    assert passed == get(WELSH, question_id=held.question_id).question
    with pytest.raises(QuestionNotFound):
        get(EXPERT, question_id=held.question_id)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"region": ""}, ["region"]),
        ({"region": "LON", "sector": "retail"}, ["region"]),
        ({"region": "MARS"}, ["region"]),
        ({"sector": "no-sector", "note": " "}, ["sector", "note"]),
        ({"note": "x" * 1001}, ["note"]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_moves(hand_over, stores, given, named) -> None:
    held = claimed(stores)
    with pytest.raises(Invalid) as refused:
        hand_over(EXPERT, **to(held, **given))
    assert named == [each.field for each in refused.value.violations]
    assert held == stores.questions.get(held.question_id)


def test_only_its_holder_may_and_only_at_the_version_that_stands(hand_over, stores) -> None:
    held = claimed(stores)
    with pytest.raises(NotTheHolder):
        hand_over(COLLEAGUE, **to(held))
    with pytest.raises(StaleVersion):
        hand_over(EXPERT, **to(held, expected_version=1))
