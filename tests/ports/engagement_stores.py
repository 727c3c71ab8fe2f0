"""What every store of engagement must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.engagement.domain.errors import QuestionNotFound
from services.engagement.domain.events import QuestionChanged
from services.engagement.domain.pools import Desk, Expert, Pool
from services.engagement.usecases.ports import QueuePlace
from tests.fakes.engagement import DUE, EXPERT, NOON, question

Open = Callable[[], AbstractContextManager[Any]]
PLACES = [
    Pool(region, sector) for region in ("LON", "WAL", "MOON") for sector in ("retail", "events")
]
ASKERS = ["asker", "a", "b"]
EXPERTS = st.builds(
    Expert,
    subject=st.sampled_from(["a", "b", "c"]),
    regions=st.frozensets(st.sampled_from(["LON", "WAL"])),
    sectors=st.frozensets(st.sampled_from(["retail", "events"])),
)
ALONE = Desk.of(Expert.of(EXPERT), [])


class QuestionsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same_with_its_thread(self, unit_of_work: Open) -> None:
        first, said = question(language="cy")
        urgent, _ = question(text="He has a gun")
        held = first.claim(by="expert", at=NOON)
        done, answer = held.answer("An answer.\nTwo lines.", by="expert", at=NOON)
        with unit_of_work() as tx:
            tx.questions.add(first, said)
            tx.questions.add(urgent, said)
            tx.questions.save(held)
            tx.questions.save(done, answer)
        with unit_of_work() as tx:
            assert done == tx.questions.get(first.question_id, lock=True)
            assert urgent == tx.questions.get(urgent.question_id)
            assert [said, answer] == list(tx.questions.thread(first.question_id))
            assert [] == list(tx.questions.thread(uuid4()))
            with pytest.raises(QuestionNotFound):
                tx.questions.get(uuid4())

    def test_a_version_is_saved_once_and_its_words_with_it(self, unit_of_work: Open) -> None:
        asked, said = question()
        held = asked.claim(by="expert", at=NOON)
        with unit_of_work() as tx:
            tx.questions.add(asked, said)
            tx.questions.save(held)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.questions.save(held, said)
        with unit_of_work() as tx:
            assert held == tx.questions.get(asked.question_id)
            assert [said] == list(tx.questions.thread(asked.question_id))

    def test_a_persons_questions_come_newest_first_by_pages(self, unit_of_work: Open) -> None:
        mine = [question(at=NOON + timedelta(hours=hour // 2)) for hour in range(5)]
        with unit_of_work() as tx:
            for each in (*mine, question(by="other")):
                tx.questions.add(*each)
        newest_first = sorted((each for each, _ in mine), key=_asked, reverse=True)
        with unit_of_work() as tx:
            assert newest_first[:3] == list(tx.questions.asked_by("asker", after=None, size=3))
            after = Place(newest_first[2].asked_at, newest_first[2].question_id)
            assert newest_first[3:] == list(tx.questions.asked_by("asker", after=after, size=3))
            assert (5, 0) == (tx.questions.under_way("asker"), tx.questions.under_way("nobody"))

    def test_a_closed_question_is_not_under_way(self, unit_of_work: Open) -> None:
        asked, said = question()
        with unit_of_work() as tx:
            tx.questions.add(asked, said)
            tx.questions.save(asked.close(by="asker", at=NOON))
            assert 0 == tx.questions.under_way("asker")

    def test_the_queue_has_urgent_ones_first_then_who_waits_longest(
        self, unit_of_work: Open
    ) -> None:
        moments = [NOON + timedelta(minutes=minute // 2) for minute in range(6)]
        usual = [question(at=at) for at in reversed(moments)]
        urgent = [question(at=at, text="He has a gun") for at in reversed(moments)]
        with unit_of_work() as tx:
            for each in (*usual, *urgent):
                tx.questions.add(*each)
        expected = [
            each for few in (urgent, usual) for each in sorted((one for one, _ in few), key=_asked)
        ]
        seen, after = [], None
        with unit_of_work() as tx:
            while page := tx.questions.waiting(ALONE, at=NOON, after=after, size=5):
                seen += page
                after = QueuePlace.of(page[-1])
        assert expected == seen

    def test_a_held_question_waits_for_others_only_when_it_is_late(
        self, unit_of_work: Open
    ) -> None:
        held, done, closed, mine = (question() for _ in range(4))
        states = [
            (held, held[0].claim(by="colleague", at=NOON)),
            (mine, mine[0].claim(by="expert", at=NOON)),
            (closed, closed[0].close(by="asker", at=NOON)),
        ]
        with unit_of_work() as tx:
            for asked, now in states:
                tx.questions.add(*asked)
                tx.questions.save(now)
            answered, message = done[0].claim(by="expert", at=NOON), None
            tx.questions.add(*done)
            tx.questions.save(answered)
            answered, message = answered.answer("Yes.", by="expert", at=NOON)
            tx.questions.save(answered, message)
        with unit_of_work() as tx:
            assert [] == list(tx.questions.waiting(ALONE, at=DUE, after=None, size=9))
            late = DUE + timedelta(seconds=1)
            found = list(tx.questions.waiting(ALONE, at=late, after=None, size=9))
            assert [held[0].question_id] == [each.question_id for each in found]
            mine_now = {each.question_id for each in _held(tx, "expert")}
            assert {mine[0].question_id, done[0].question_id} == mine_now

    def test_the_queue_shows_what_the_rule_routes_to_an_expert(self, unit_of_work: Open) -> None:
        """The query's idea of routing is the domain's, so nobody sees what is not for them."""
        asked = [question(pool=pool, by=by)[0] for pool in PLACES for by in ASKERS]
        with unit_of_work() as tx:
            for each in asked:
                tx.questions.add(each, question()[1])

        @settings(max_examples=60)
        @given(me=EXPERTS, others=st.lists(EXPERTS, max_size=4))
        def agrees(me: Expert, others: list[Expert]) -> None:
            desk = Desk.of(me, others)
            with unit_of_work() as tx:
                found = tx.questions.waiting(desk, at=NOON, after=None, size=100)
            expected = {each.question_id for each in asked if desk.sees(each.pool, each.asker)}
            assert expected == {each.question_id for each in found}

        agrees()

    def test_a_person_is_found_and_forgotten(self, unit_of_work: Open) -> None:
        mine, said = question(by="gone")
        other, other_said = question()
        held = other.claim(by="gone", at=NOON)
        done, answer = held.answer("An answer.", by="gone", at=NOON)
        with unit_of_work() as tx:
            tx.questions.add(mine, said)
            tx.questions.add(other, other_said)
            tx.questions.save(held)
            tx.questions.save(done, answer)
        with unit_of_work() as tx:
            involved = tx.questions.involving("gone", lock=True)
            assert {mine, done} == set(involved)
            written = tx.questions.written_by("gone")
            assert {(mine.question_id, said), (other.question_id, answer)} == set(written)
            assert 2 == tx.questions.forget_author("gone", "p")
        with unit_of_work() as tx:
            assert ("p", "") == _author_and_text(tx, mine.question_id, 0)
            assert ("p", "An answer.") == _author_and_text(tx, other.question_id, 1)
            assert ("asker", other_said.text) == _author_and_text(tx, other.question_id, 0)
            assert 0 == tx.questions.forget_author("gone", "p")

    def test_everything_comes_oldest_first(self, unit_of_work: Open) -> None:
        asked = [question(at=NOON + timedelta(hours=hour)) for hour in range(4)]
        with unit_of_work() as tx:
            for each in reversed(asked):
                tx.questions.add(*each)
        with unit_of_work() as tx:
            assert [each for each, _ in asked] == list(tx.questions.everything())

    def test_events_are_kept_while_everything_is_read(self, unit_of_work: Open) -> None:
        """As `republish` does."""
        asked, said = question()
        with unit_of_work() as tx:
            tx.questions.add(asked, said)
        with unit_of_work() as tx:
            for each in tx.questions.everything():
                tx.outbox.again(QuestionChanged(each))
        with unit_of_work() as tx:
            assert [asked] == list(tx.questions.everything())


def _asked(each: Any) -> Any:
    return each.asked_at, each.question_id


def _held(tx: Any, expert: str) -> Any:
    return tx.questions.held_by(expert, after=None, size=9)


def _author_and_text(tx: Any, question_id: Any, number: int) -> tuple[str, str]:
    message = tx.questions.thread(question_id)[number]
    return message.author, message.text
