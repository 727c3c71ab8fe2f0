"""Freeing what a leaver held."""

from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.question import Status
from services.engagement.usecases.free_questions import FreeQuestions
from services.engagement.usecases.republish_questions import RepublishQuestions
from tests.fakes.engagement import COLLEAGUE, EXPERT, NOON, answered, claimed, kept, staffed


def test_what_somebody_held_who_does_not_answer_any_more_is_free(
    unit_of_work, stores, clock
) -> None:
    held, done, others = claimed(stores), answered(stores), claimed(stores, holder="colleague")
    closed = answered(stores).close(by="asker", at=NOON)
    stores.questions.save(closed)
    free = FreeQuestions(unit_of_work=unit_of_work, clock=clock)
    staffed(stores, COLLEAGUE)
    assert (2, 0) == (free(subject="expert"), free(subject="expert"))
    now = {each.question_id: (each.status, each.holder) for each in stores.questions.kept.values()}
    assert (Status.OPEN, None) == now[held.question_id]
    assert (Status.ANSWERED, None) == now[done.question_id]
    assert (Status.CLAIMED, "colleague") == now[others.question_id]
    assert (Status.CLOSED, "expert") == now[closed.question_id]
    assert 2 == len(stores.outbox.events) == len(stores.audit.rows)


def test_who_still_answers_keeps_what_they_hold(unit_of_work, stores, clock) -> None:
    claimed(stores)
    staffed(stores, EXPERT)
    assert 0 == FreeQuestions(unit_of_work=unit_of_work, clock=clock)(subject="expert")
    assert [] == stores.outbox.events


def test_every_question_is_told_of_again(unit_of_work, stores) -> None:
    told = {kept(stores), answered(stores)}
    assert 2 == RepublishQuestions(unit_of_work=unit_of_work)()
    assert {QuestionChanged(each) for each in told} == set(stores.outbox.events)
