"""Reading one question."""

import pytest

from services.engagement.domain.errors import QuestionNotFound
from services.engagement.domain.pools import Pool
from services.engagement.domain.thread import Kind
from services.engagement.usecases.get_question import GetQuestion
from tests.fakes.engagement import (
    ASKER,
    COLLEAGUE,
    EXPERT,
    NOON,
    OTHER,
    WELSH,
    a_principal,
    claimed,
    kept,
    staffed,
)
from tests.fakes.plumbing import FreshIds


@pytest.fixture
def get(unit_of_work, stores) -> GetQuestion:
    staffed(stores, EXPERT, COLLEAGUE, WELSH)
    return GetQuestion(unit_of_work=unit_of_work)


def test_its_asker_and_the_experts_whom_it_is_for_may_know_of_it(get, stores) -> None:
    question = kept(stores)
    for who in (ASKER, EXPERT, COLLEAGUE):
        conversation = get(who, question_id=question.question_id)
        assert question == conversation.question
        assert 1 == len(conversation.messages)


def test_for_anyone_else_it_is_as_if_it_were_not_there(get, stores) -> None:
    question = kept(stores)
    said = []
    for who in (OTHER, WELSH, a_principal("expert")):
        for question_id in (question.question_id, FreshIds().new()):
            with pytest.raises(QuestionNotFound) as refused:
                get(who, question_id=question_id)
            said.append(str(refused.value))
    assert 1 == len(set(said))


def test_who_holds_it_may_know_of_it_wherever_it_went(get, stores) -> None:
    question = claimed(stores, pool=Pool("WAL", "retail"))
    assert question == get(EXPERT, question_id=question.question_id).question
    with pytest.raises(QuestionNotFound):
        get(COLLEAGUE, question_id=question.question_id)


def test_a_note_between_experts_is_not_for_the_asker(get, stores) -> None:
    held = claimed(stores)
    pool = Pool("LON", "events")
    passed, note = held.hand_over(to=pool, note="Owner sounds worried.", by="expert", at=NOON)
    stores.questions.save(passed, note)
    kinds = {
        who.subject: [each.kind for each in get(who, question_id=held.question_id).messages]
        for who in (ASKER, EXPERT)
    }
    assert {"asker": [Kind.QUESTION], "expert": [Kind.QUESTION, Kind.NOTE]} == kinds
