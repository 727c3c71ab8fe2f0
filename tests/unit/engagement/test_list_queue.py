"""Reading what waits for an expert."""

from datetime import timedelta

from services.engagement.domain.pools import Pool
from services.engagement.usecases.list_queue import ListQueue
from tests.fakes.engagement import (
    COLLEAGUE,
    DUE,
    EXPERT,
    NOON,
    WELSH,
    answered,
    claimed,
    kept,
    staffed,
)


def _queue(unit_of_work, clock, who, *, held=False):
    read = ListQueue(unit_of_work=unit_of_work, clock=clock)
    seen, after = [], None
    while True:
        page, after = read(who, held=held, after=after, size=2)
        seen += [each.question_id for each in page]
        if after is None:
            return seen


def test_pages_hold_what_is_routed_to_the_expert_urgent_first_then_oldest(
    unit_of_work, stores, clock
) -> None:
    usual = [kept(stores, at=NOON + timedelta(hours=hour)) for hour in (1, 0, 3, 2)]
    urgent = [kept(stores, at=NOON + timedelta(hours=hour), text="He has a gun") for hour in (5, 4)]
    staffed(stores, EXPERT, COLLEAGUE, WELSH)
    kept(stores, pool=Pool("WAL", "retail"))
    kept(stores, by="expert")
    expected = [urgent[1], urgent[0], usual[1], usual[0], usual[3], usual[2]]
    assert [each.question_id for each in expected] == _queue(unit_of_work, clock, EXPERT)


def test_an_expert_of_another_region_sees_none_of_it_until_there_is_nobody_nearer(
    unit_of_work, stores, clock
) -> None:
    question = kept(stores)
    staffed(stores, EXPERT, WELSH)
    assert [] == _queue(unit_of_work, clock, WELSH)
    staffed(stores, WELSH)
    assert [question.question_id] == _queue(unit_of_work, clock, WELSH)


def test_what_a_colleague_holds_comes_back_when_it_is_late(unit_of_work, stores, clock) -> None:
    held = claimed(stores, holder="colleague")
    assert [] == _queue(unit_of_work, clock, EXPERT)
    clock.moment = DUE + timedelta(minutes=1)
    assert [held.question_id] == _queue(unit_of_work, clock, EXPERT)
    assert [] == _queue(unit_of_work, clock, COLLEAGUE)


def test_an_expert_finds_what_they_hold_answered_ones_too(unit_of_work, stores, clock) -> None:
    mine = {claimed(stores).question_id, answered(stores).question_id}
    claimed(stores, holder="colleague")
    kept(stores)
    assert mine == set(_queue(unit_of_work, clock, EXPERT, held=True))
