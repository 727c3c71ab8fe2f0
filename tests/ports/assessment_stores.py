"""What every store of assessment must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import CertificateHeld, VersionWithdrawn
from services.training.domain.extra_time import ExtraTime
from services.training.domain.withdrawal import Withdrawal
from tests.fakes.training import COURSE_ID, NOON, attempt, certificate, enrolment, handed_in

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

    def test_open_enrolments_are_found_by_the_versions_that_they_are_in(
        self, unit_of_work: Open
    ) -> None:
        first, second = enrolment("a"), enrolment("b", enrolled_at=NOON + timedelta(hours=1))
        other = enrolment("c", course_version=2)
        done = enrolment("d", status=EnrolmentStatus.COMPLETED)
        with unit_of_work() as tx:
            for each in (second, first, other, done):
                tx.enrolments.add(each)
            both = [first.enrolment_id, second.enrolment_id]
            assert both == list(tx.enrolments.open_in({(COURSE_ID, 1)}, size=9))
            assert both[:1] == list(tx.enrolments.open_in({(COURSE_ID, 1)}, size=1))
            assert 3 == len(tx.enrolments.open_in([(COURSE_ID, 2), (COURSE_ID, 1)], size=9))
            assert [] == list(tx.enrolments.open_in((), size=9))


def withdrawal(version: int = 1, **changed: Any) -> Withdrawal:
    """A version that was withdrawn at noon and ends a week later."""
    return Withdrawal(
        **{
            "course_id": COURSE_ID,
            "course_version": version,
            "reason": "Its advice is old.",
            "withdrawn_at": NOON,
            "ends_at": NOON + timedelta(days=7),
        }
        | changed
    )


class WithdrawalsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_version_is_withdrawn_once_and_its_end_marked(self, unit_of_work: Open) -> None:
        first, second = withdrawal(1), withdrawal(2, withdrawn_at=NOON + timedelta(hours=1))
        with unit_of_work() as tx:
            tx.withdrawals.add(second)
            tx.withdrawals.add(first)
        with unit_of_work() as tx, pytest.raises(VersionWithdrawn):
            tx.withdrawals.add(withdrawal(1, reason="Another."))
        with unit_of_work() as tx:
            assert [first, second] == list(tx.withdrawals.everything())
            tx.withdrawals.save(first.marked(NOON))
        with unit_of_work() as tx:
            assert first.marked(NOON) == tx.withdrawals.of(COURSE_ID, 1)
            assert second == tx.withdrawals.of(COURSE_ID, 2)
            assert tx.withdrawals.of(COURSE_ID, 3) is None
            assert tx.withdrawals.of(UUID(int=1), 1) is None


class ReissuesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_one_certificate_of_an_enrolment_stands(self, unit_of_work: Open) -> None:
        first = certificate()
        anew = certificate(enrolment_id=first.enrolment_id, replaces=first.certificate_id)
        with unit_of_work() as tx:
            tx.certificates.add(first)
        with unit_of_work() as tx, pytest.raises(CertificateHeld):
            tx.certificates.add(anew)
        with unit_of_work() as tx:
            tx.certificates.save(first.revoke(why="Issued anew.", at=NOON))
            tx.certificates.add(anew)
        with unit_of_work() as tx:
            assert anew == tx.certificates.get(anew.certificate_id)
            assert 2 == len(tx.certificates.of_enrolments([first.enrolment_id]))
