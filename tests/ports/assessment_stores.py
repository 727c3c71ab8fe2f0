"""What every store of assessment must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.extra_time import ExtraTime
from tests.fakes.training import NOON, attempt, enrolment, handed_in

Open = Callable[[], AbstractContextManager[Any]]


class ExtraTimesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_the_last_choice_stands_until_it_is_forgotten(self, unit_of_work: Open) -> None:
        mine = ExtraTime(subject="learner", percent=125, chosen_at=NOON)
        theirs = ExtraTime(subject="other", percent=1000, chosen_at=NOON)
        later = replace(mine, percent=200, chosen_at=NOON + timedelta(hours=1))
        with unit_of_work() as tx:
            assert tx.extra_times.of("learner") is None
            for each in (mine, theirs, later):
                tx.extra_times.keep(each)
        with unit_of_work() as tx:
            assert later == tx.extra_times.of("learner")
            assert [1, 0] == [tx.extra_times.forget("learner") for _ in "12"]
        with unit_of_work() as tx:
            assert (None, theirs) == (tx.extra_times.of("learner"), tx.extra_times.of("other"))


class OverdueStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_only_open_enrolments_with_an_attempt_whose_time_is_up_are_overdue(
        self, unit_of_work: Open
    ) -> None:
        late, early, done, closed, endless = (enrolment(who) for who in "abcde")
        closed = replace(closed, status=EnrolmentStatus.FAILED)
        before, after = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
        with unit_of_work() as tx:
            for each in (late, early, done, closed, endless):
                tx.enrolments.add(each)
            tx.attempts.add(attempt(late, due_at=before))
            tx.attempts.add(attempt(late, 1, 2, due_at=before))
            tx.attempts.add(attempt(early, due_at=after))
            tx.attempts.add(replace(handed_in(done), due_at=before))
            tx.attempts.add(attempt(closed, due_at=before))
            tx.attempts.add(attempt(endless))
        with unit_of_work() as tx:
            assert [late.enrolment_id] == list(tx.enrolments.overdue(NOON, size=9))
            later = NOON + timedelta(hours=1)
            assert 2 == len(tx.enrolments.overdue(later, size=9))
            assert 1 == len(tx.enrolments.overdue(later, size=1))
