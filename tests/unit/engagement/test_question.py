"""A question's life."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Refusal
from services.engagement.domain.errors import (
    IllegalTransition,
    NotTheHolder,
    OwnQuestion,
    QuestionHeld,
    ThreadFull,
)
from services.engagement.domain.pools import Pool
from services.engagement.domain.question import AWAITING, TRANSITIONS, Act, Question, Status
from services.engagement.domain.thread import FULL, Kind
from tests.fakes.engagement import CLOCK, DUE, NOON, question

LATER = NOON + timedelta(hours=1)
WALES = Pool("WAL", "retail")


def asked() -> Question:
    return question()[0]


def claimed(by: str = "expert") -> Question:
    return asked().claim(by=by, at=NOON)


def answered() -> Question:
    return claimed().answer("On the kerb.", by="expert", at=NOON)[0]


def closed() -> Question:
    return answered().close(by="asker", at=NOON)


def test_a_new_question_is_open_and_due_in_three_working_days() -> None:
    new, first = question()
    assert (Status.OPEN, 1, DUE, False) == (new.status, new.version, new.due_at, new.urgent)
    assert (1, Kind.QUESTION, "asker") == (first.number, first.kind, first.author)
    assert question(title="Help", text="A man with a gun is here")[0].urgent


def test_one_expert_claims_and_answers_it() -> None:
    held = claimed()
    assert (Status.CLAIMED, "expert", DUE) == (held.status, held.holder, held.due_at)
    done, message = held.answer("On the kerb.", by="expert", at=LATER)
    assert (Status.ANSWERED, None, 2) == (done.status, done.due_at, message.number)
    more, message = done.answer("And lit.", by="expert", at=LATER)
    assert (Status.ANSWERED, 3, Kind.ANSWER) == (more.status, message.number, message.kind)


def test_nobody_else_claims_what_is_held_until_its_answer_is_overdue() -> None:
    held = claimed()
    with pytest.raises(QuestionHeld):
        held.claim(by="colleague", at=DUE)
    taken = held.claim(by="colleague", at=DUE + timedelta(seconds=1))
    assert ("colleague", Status.CLAIMED) == (taken.holder, taken.status)
    with pytest.raises(IllegalTransition):
        held.claim(by="expert", at=DUE + timedelta(seconds=1))


def test_nobody_answers_what_they_asked() -> None:
    with pytest.raises(OwnQuestion):
        asked().claim(by="asker", at=NOON)


@pytest.mark.parametrize(
    "act",
    [
        lambda it: it.release(by="colleague", at=NOON),
        lambda it: it.answer("x", by="colleague", at=NOON),
        lambda it: it.hand_over(to=WALES, note="x", by="colleague", at=NOON),
        lambda it: it.close(by="colleague", at=NOON),
    ],
)
@pytest.mark.parametrize("make", [asked, claimed, answered, closed])
def test_only_the_holder_acts_on_it(make, act) -> None:
    with pytest.raises(NotTheHolder):
        act(make())


def test_what_is_given_back_waits_from_where_it_began() -> None:
    back = claimed().release(by="expert", at=LATER)
    assert (Status.OPEN, None, NOON, DUE) == (
        back.status,
        back.holder,
        back.waiting_since,
        back.due_at,
    )


def test_a_hand_over_changes_the_pool_and_leaves_a_note() -> None:
    passed, note = claimed().hand_over(to=WALES, note="Yours.", by="expert", at=LATER)
    assert (Status.OPEN, None, WALES, DUE) == (
        passed.status,
        passed.holder,
        passed.pool,
        passed.due_at,
    )
    assert (Kind.NOTE, "Yours.", "expert") == (note.kind, note.text, note.author)


def test_a_follow_up_while_waiting_moves_nothing() -> None:
    for waiting in (asked(), claimed()):
        more, message = waiting.ask_further("Also this.", at=LATER, clock=CLOCK)
        assert (waiting.status, waiting.holder, NOON, DUE) == (
            more.status,
            more.holder,
            more.waiting_since,
            more.due_at,
        )
        assert (Kind.FOLLOW_UP, "asker") == (message.kind, message.author)
    assert asked().ask_further("He has a gun", at=LATER, clock=CLOCK)[0].urgent


def test_a_follow_up_to_an_answer_goes_back_to_its_expert_with_a_new_clock() -> None:
    at = NOON + timedelta(days=7)
    again, _ = answered().ask_further("And at night?", at=at, clock=CLOCK)
    assert (Status.CLAIMED, "expert", at, CLOCK.due(at, "LON")) == (
        again.status,
        again.holder,
        again.waiting_since,
        again.due_at,
    )


def test_a_follow_up_whose_expert_left_or_to_a_closed_question_goes_to_the_queue() -> None:
    for ended in (answered().left(at=NOON), closed()):
        again, _ = ended.ask_further("And at night?", at=LATER, clock=CLOCK)
        assert (Status.OPEN, None, LATER) == (again.status, again.holder, again.waiting_since)


def test_an_old_emergency_does_not_make_a_later_follow_up_urgent() -> None:
    urgent = replace(answered(), urgent=True)
    assert not urgent.ask_further("Thank you. And at night?", at=LATER, clock=CLOCK)[0].urgent


def test_a_thread_takes_only_so_much_and_the_last_word_is_an_answer() -> None:
    full = replace(claimed(), said=FULL[Kind.FOLLOW_UP])
    with pytest.raises(ThreadFull):
        full.ask_further("x", at=NOON, clock=CLOCK)
    full.answer("x", by="expert", at=NOON)
    with pytest.raises(ThreadFull):
        replace(claimed(), said=FULL[Kind.NOTE]).hand_over(to=WALES, note="x", by="expert", at=NOON)
    with pytest.raises(ThreadFull):
        replace(claimed(), said=FULL[Kind.ANSWER]).answer("x", by="expert", at=NOON)
    assert FULL[Kind.FOLLOW_UP] < FULL[Kind.NOTE] < FULL[Kind.ANSWER]


def test_a_forgotten_question_says_nothing_and_leads_to_nobody() -> None:
    gone = claimed().forgotten("p", at=LATER)
    assert (Status.CLOSED, "", "p", None, None) == (
        gone.status,
        gone.title,
        gone.asker,
        gone.holder,
        gone.due_at,
    )


ACTS = {
    Act.CLAIM: lambda it, who, at: it.claim(by=who, at=at),
    Act.RELEASE: lambda it, who, at: it.release(by=who, at=at),
    Act.HAND_OVER: lambda it, who, at: it.hand_over(to=WALES, note="n", by=who, at=at)[0],
    Act.ANSWER: lambda it, who, at: it.answer("a", by=who, at=at)[0],
    Act.ASK_FURTHER: lambda it, _who, at: it.ask_further("f", at=at, clock=CLOCK)[0],
    Act.CLOSE: lambda it, who, at: it.close(by=who, at=at),
    Act.LEAVE: lambda it, _who, at: it.left(at=at),
}


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(Act),
            st.sampled_from(["expert", "colleague", "asker"]),
            st.integers(0, 200),
        ),
        max_size=30,
    )
)
def test_whatever_is_done_in_whatever_order_the_life_keeps_its_rules(
    steps: list[tuple[Act, str, int]],
) -> None:
    it, at = asked(), NOON
    for act, who, hours in steps:
        at += timedelta(hours=hours)
        try:
            after = ACTS[act](it, who, at)
        except Refusal:
            continue
        assert it.status in TRANSITIONS[act]
        assert after.version == it.version + 1
        assert after.said >= it.said
        assert after.asker == "asker" != after.holder
        assert (after.due_at is not None) == (after.status in AWAITING)
        if after.status is Status.OPEN:
            assert after.holder is None
        if after.status is Status.CLAIMED:
            assert after.holder is not None
        if act is Act.CLAIM and it.status is Status.CLAIMED:
            assert it.overdue(at)
            assert it.holder != who
        it = after


def test_every_act_and_every_status_is_in_the_table() -> None:
    assert set(Act) == TRANSITIONS.keys() == ACTS.keys()
    reached = {there for moves in TRANSITIONS.values() for there in moves.values()}
    assert set(Status) == reached
    assert all(any(status in moves for moves in TRANSITIONS.values()) for status in Status)
