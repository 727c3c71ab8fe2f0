"""What the stores of answers and of help must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.answer import ELSEWHERE, Answer, Answered, Answerer, Way
from services.alerts.domain.errors import HelpNotFound, StaffingNotFound
from services.alerts.domain.help import HelpOutcome, HelpRequest, HelpState, Staffing
from services.alerts.usecases.answer_ports import AnswerTally
from tests.fakes.alerts import NOON

Open = Callable[[], AbstractContextManager[Any]]
HOUR = timedelta(hours=1)


def someone(subject: str | None = None, *regions: str) -> Answerer:
    """Return a person with an account, or one without."""
    return Answerer(
        subject=subject,
        recipient_id=None if subject else uuid4(),
        regions=frozenset(regions or ("LON",)),
    )


def answered(thread_id: UUID, who: Answerer, answer: Answer = Answer.SAFE, **more: Any) -> Answered:
    """Return a first answer."""
    said = {"alert_id": thread_id, "way": Way.LINK, "at": NOON} | more
    return Answered(thread_id=thread_id, answerer=who, answer=answer, **said)


def called(who: Answerer, thread_id: UUID | None = None, **more: Any) -> HelpRequest:
    """Return a call for help."""
    given = answered(thread_id or uuid4(), who, Answer.NEED_HELP)
    asked = {"queue": "LON", "call_back": "020 7946 0000", "at": NOON} | more
    return HelpRequest.asked(uuid4(), given, **asked)


def shift(officer: str = "duty", queue: str = "LON", **more: Any) -> Staffing:
    """Return an hour at a queue."""
    said = {"since": NOON, "until": NOON + HOUR} | more
    return Staffing(staffing_id=uuid4(), queue=queue, officer=officer, **said)


class AnswersSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_an_answer_comes_back_the_same_and_a_later_one_takes_its_place(
        self, unit_of_work: Open
    ) -> None:
        thread, who = uuid4(), someone("one", "LON", "SE")
        first = answered(thread, who)
        with unit_of_work() as tx:
            assert tx.answers.find(thread, who.key) is None
            tx.answers.save(first)
        with unit_of_work() as tx:
            assert first == tx.answers.find(thread, who.key)
            later = first.changed(
                Answer.NEED_HELP, alert_id=uuid4(), way=Way.ACCOUNT, at=NOON + HOUR
            )
            tx.answers.save(later)
        with unit_of_work() as tx:
            assert later == tx.answers.find(thread, who.key)
            past = [(each.answer, each.at, each.version) for each in tx.answers.history("one")]
        assert [(Answer.SAFE, NOON, 1), (Answer.NEED_HELP, NOON + HOUR, 2)] == past

    def test_of_two_answers_at_the_same_moment_one_is_refused(self, unit_of_work: Open) -> None:
        first = answered(uuid4(), someone())
        with unit_of_work() as tx:
            tx.answers.save(first)
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.answers.save(replace(first, answer=Answer.NOT_AFFECTED))

    def test_each_person_counts_once_and_in_one_place(self, unit_of_work: Open) -> None:
        thread = uuid4()
        changed = answered(thread, someone())
        with unit_of_work() as tx:
            for each in (
                answered(thread, someone(None, "LON")),
                answered(thread, someone("one", "LON")),
                answered(thread, someone("two", "LON", "SE")),
                answered(uuid4(), someone("three")),
                changed,
            ):
                tx.answers.save(each)
            tx.answers.save(
                changed.changed(Answer.NOT_AFFECTED, alert_id=thread, way=Way.LINK, at=NOON + HOUR)
            )
        with unit_of_work() as tx:
            found = tx.answers.tally(thread)
            last = tx.answers.last(thread), tx.answers.last(uuid4())
        assert [
            AnswerTally(region=ELSEWHERE, answer=Answer.SAFE, count=1),
            AnswerTally(region="LON", answer=Answer.NOT_AFFECTED, count=1),
            AnswerTally(region="LON", answer=Answer.SAFE, count=2),
        ] == list(found)
        assert (NOON + HOUR, None) == last

    def test_a_pseudonym_takes_the_place_of_someone_who_left(self, unit_of_work: Open) -> None:
        thread = uuid4()
        with unit_of_work() as tx:
            tx.answers.save(answered(thread, someone("gone")))
            tx.answers.save(answered(thread, someone("here")))
        with unit_of_work() as tx:
            assert [2, 0] == [tx.answers.rename("gone", "p-1") for _ in range(2)]
            assert tx.answers.find(thread, "gone") is None
            assert tx.answers.find(thread, "p-1").answer is Answer.SAFE
            assert [] == list(tx.answers.history("gone"))
            assert 1 == len(tx.answers.history("here"))

    def test_what_is_long_over_is_forgotten(self, unit_of_work: Open) -> None:
        thread = uuid4()
        with unit_of_work() as tx:
            tx.answers.save(answered(thread, someone("old"), at=NOON - HOUR))
            tx.answers.save(answered(thread, someone("new")))
        with unit_of_work() as tx:
            assert [2, 0] == [tx.answers.forget(NOON, most=10) for _ in range(2)]
            assert tx.answers.find(thread, "old") is None
            assert 1 == len(tx.answers.history("new"))


class HelpDeskSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_shift_lasts_until_its_end_or_until_it_is_left(self, unit_of_work: Open) -> None:
        first, second = shift(), shift("other", "SCO", since=NOON + HOUR / 2, until=NOON + 2 * HOUR)
        with unit_of_work() as tx:
            tx.help.begin(second)
            tx.help.begin(first)
        with unit_of_work() as tx:
            assert [first, second] == list(tx.help.staffed(NOON + HOUR / 2))
            assert [second] == list(tx.help.staffed(NOON + HOUR))
            tx.help.save_shift(second.left(NOON + HOUR))
        with unit_of_work() as tx:
            assert [] == list(tx.help.staffed(NOON + HOUR))
            assert [first] == list(tx.help.shifts_of("duty"))
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.help.save_shift(second.left(NOON + HOUR))
        with pytest.raises(StaffingNotFound), unit_of_work() as tx:
            tx.help.shift(uuid4())

    def test_a_person_has_one_open_call_about_one_thing(self, unit_of_work: Open) -> None:
        who, thread = someone("one"), uuid4()
        first = called(who, thread)
        with unit_of_work() as tx:
            tx.help.ask(first)
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.help.ask(called(who, thread))
        with unit_of_work() as tx:
            assert first == tx.help.open_of(thread, who.key)
            assert first == tx.help.get(first.help_id, lock=True)
            tx.help.save(first.withdrawn(NOON))
        with unit_of_work() as tx:
            assert tx.help.open_of(thread, who.key) is None
            tx.help.ask(called(who, thread))
            assert 2 == len(tx.help.of("one"))

    def test_a_call_is_kept_through_its_life(self, unit_of_work: Open) -> None:
        first = called(someone())
        taken = first.take(by="duty", at=NOON + HOUR)
        closed = taken.close(HelpOutcome.HELPED, by="duty", at=NOON + 2 * HOUR)
        with unit_of_work() as tx:
            tx.help.ask(first)
        for each in (taken, closed):
            with unit_of_work() as tx:
                tx.help.save(each)
            with unit_of_work() as tx:
                assert each == tx.help.get(each.help_id)
        with pytest.raises(StaleVersion), unit_of_work() as tx:
            tx.help.save(taken)
        with pytest.raises(HelpNotFound), unit_of_work() as tx:
            tx.help.get(uuid4())

    def test_open_calls_come_oldest_first_page_by_page(self, unit_of_work: Open) -> None:
        thread = uuid4()
        calls = [
            called(someone(str(number)), thread, at=NOON + number * HOUR) for number in range(3)
        ]
        with unit_of_work() as tx:
            for each in reversed(calls):
                tx.help.ask(each)
            tx.help.save(calls[1].take(by="duty", at=NOON))
        with unit_of_work() as tx:
            first = tx.help.page(after=None, size=2)
            place = Place(first[-1].asked_at, first[-1].help_id)
            rest = tx.help.page(after=place, size=2)
            counts = dict(tx.help.open_counts(thread))
        found = [each.help_id for each in (*first, *rest)]
        assert [each.help_id for each in calls] == found
        assert {HelpState.WAITING: 2, HelpState.TAKEN: 1} == counts

    def test_a_call_is_forsaken_while_nobody_is_at_its_queue_or_the_nations(
        self, unit_of_work: Open
    ) -> None:
        call, taken = called(someone()), called(someone())
        about = (call.alert_id, "LON")
        with unit_of_work() as tx:
            tx.help.ask(call)
            tx.help.ask(taken)
            tx.help.save(taken.take(by="duty", at=NOON))
            tx.help.begin(shift(queue="SCO"))
        with unit_of_work() as tx:
            assert tx.help.forsaken(*about, NOON)
            assert not tx.help.forsaken(call.alert_id, "SCO", NOON)
            assert not tx.help.forsaken(taken.alert_id, "LON", NOON)
            tx.help.begin(shift(queue="NATIONAL"))
        with unit_of_work() as tx:
            assert not tx.help.forsaken(*about, NOON)
            assert tx.help.forsaken(*about, NOON + HOUR)

    def test_who_left_is_a_pseudonym_without_a_number(self, unit_of_work: Open) -> None:
        call, theirs = called(someone("gone")), called(someone("here"))
        with unit_of_work() as tx:
            tx.help.ask(call)
            tx.help.ask(theirs)
            tx.help.save(theirs.take(by="gone", at=NOON))
            tx.help.begin(shift("gone"))
        with unit_of_work() as tx:
            assert [3, 0] == [tx.help.rename("gone", "p-1") for _ in range(2)]
            now = tx.help.get(call.help_id)
            assert ("p-1", "") == (now.answerer.subject, now.call_back)
            assert "p-1" == tx.help.get(theirs.help_id).taken_by
            assert "020 7946 0000" == tx.help.get(theirs.help_id).call_back
            assert [] == list(tx.help.shifts_of("gone"))

    def test_the_number_of_who_stopped_is_forgotten(self, unit_of_work: Open) -> None:
        call = called(someone())
        with unit_of_work() as tx:
            tx.help.ask(call)
        with unit_of_work() as tx:
            number = call.answerer.recipient_id
            assert [1, 0] == [tx.help.forget_number(number) for _ in range(2)]
            assert "" == tx.help.get(call.help_id).call_back

    def test_what_is_long_over_is_forgotten_and_what_is_open_is_not(
        self, unit_of_work: Open
    ) -> None:
        over, open_still = called(someone()), called(someone())
        with unit_of_work() as tx:
            for each in (over, open_still):
                tx.help.ask(each)
            tx.help.save(over.withdrawn(NOON))
            tx.help.begin(shift())
        with unit_of_work() as tx:
            assert [2, 0] == [tx.help.forget(NOON + 2 * HOUR, most=10) for _ in range(2)]
            assert open_still == tx.help.get(open_still.help_id)
