"""What the record of attempts at our own courses must do, in memory and in PostgreSQL."""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

from services.training.domain.attempt import Attempt
from services.training.domain.course_statements import Told
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.testimony import heard
from tests.fakes.training import NOON, attempt, course, enrolment, handed_in

Open = Callable[[], AbstractContextManager[Any]]


def passed(unit_of_work: Open, by: str = "learner") -> tuple[Enrolment, list[Attempt]]:
    """Keep an enrolment with both modules passed, of which nothing is said."""
    done = enrolment(by, status=EnrolmentStatus.COMPLETED, completed_at=NOON, version=2)
    tried = [handed_in(done, module_number=number) for number in (1, 2)]
    with unit_of_work() as tx:
        tx.enrolments.add(done)
        for each in tried:
            tx.attempts.add(each)
    return done, tried


class CourseRecordStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_told_comes_back_in_order_and_as_it_was_written(
        self, unit_of_work: Open
    ) -> None:
        done, tried = passed(unit_of_work)
        of = done.enrolment_id
        with unit_of_work() as tx:
            assert 14 == tx.course_record.tell(done, course(), tried, course_completed=True)
        with unit_of_work() as tx:
            said = tx.course_record.told([of, missing := uuid4()])
            assert [] == list(said[missing])
        names = [heard(each).verb.name for each in said[of]]
        module = [*["ANSWERED"] * 4, "PASSED", "COMPLETED"]
        assert [*module, *module, "COMPLETED", "SATISFIED"] == names
        assert sorted(each.sequence for each in said[of]) == [each.sequence for each in said[of]]
        for each in said[of]:
            assert hashlib.sha256(each.document).digest() == each.digest
            assert (of, False) == (each.registration, each.voided)

    def test_it_is_on_the_record_of_its_learner(self, unit_of_work: Open) -> None:
        done, tried = passed(unit_of_work)
        with unit_of_work() as tx:
            assert tx.launches.registration(done.enrolment_id) is None
            assert not tx.course_record.told_complete(done.enrolment_id)
            tx.course_record.tell(done, course(), tried[:1], course_completed=False)
        with unit_of_work() as tx:
            assert not tx.course_record.told_complete(done.enrolment_id)
            tx.course_record.tell(done, course(), tried[1:], course_completed=True)
        with unit_of_work() as tx:
            assert tx.course_record.told_complete(done.enrolment_id)
            (registration,) = tx.launches.of_subject("learner")
            assert 14 == len(tx.statements.everything(done.enrolment_id))
        assert (done.enrolment_id, done.course_id) == (
            registration.registration,
            registration.course_id,
        )
        assert "learner" != registration.actor

    def test_what_is_not_told_is_known(self, unit_of_work: Open) -> None:
        done, tried = passed(unit_of_work)
        with unit_of_work() as tx:
            tx.attempts.add(attempt(done, number=2))  # waits for answers
            assert {each.attempt_id for each in tried} == tx.course_record.untold(
                [done.enrolment_id]
            )
            assert frozenset() == tx.course_record.untold([uuid4()])
            tx.course_record.tell(done, course(), tried[:1], course_completed=False)
            left = {tried[1].attempt_id}
            assert left == tx.course_record.untold([done.enrolment_id])

    def test_the_backlog_is_paged_and_ends(self, unit_of_work: Open) -> None:
        several = [passed(unit_of_work, by) for by in ("a", "b", "c")]
        in_order = sorted(done.enrolment_id for done, _ in several)
        with unit_of_work() as tx:
            assert in_order[:2] == list(tx.course_record.backlog(after=None, size=2))
            assert in_order[2:] == list(tx.course_record.backlog(after=in_order[1], size=2))
            for done, tried in several:
                tx.course_record.tell(done, course(), tried, course_completed=True)
            assert [] == list(tx.course_record.backlog(after=None, size=2))

    def test_nothing_is_told_of_no_attempt(self, unit_of_work: Open) -> None:
        done, _ = passed(unit_of_work)
        with unit_of_work() as tx:
            assert 0 == tx.course_record.tell(done, course(), [], course_completed=False)
            assert tx.launches.registration(done.enrolment_id) is None

    def test_a_voided_one_is_still_there_and_says_so(self, unit_of_work: Open) -> None:
        done, tried = passed(unit_of_work)
        of = done.enrolment_id
        with unit_of_work() as tx:
            tx.course_record.tell(done, course(), tried, course_completed=True)
            first = tx.course_record.told([of])[of][0]
            tx.statements.void(first.statement_id)
        with unit_of_work() as tx:
            again = tx.course_record.told([of])[of][0]
        assert (first.statement_id, True) == (again.statement_id, again.voided)
        assert heard(again).voided
        assert Told.ANSWERED is heard(again).verb

    def test_it_goes_with_its_learner(self, unit_of_work: Open) -> None:
        for by in ("gone", "other"):
            done, tried = passed(unit_of_work, by)
            with unit_of_work() as tx:
                tx.course_record.tell(done, course(), tried, course_completed=True)
        with unit_of_work() as tx:
            gone = [each.enrolment_id for each in tx.enrolments.of_subject("gone")]
            tx.launches.forget("gone")
            tx.enrolments.forget("gone")
            assert [] == list(tx.course_record.told(gone)[gone[0]])
            assert 1 == len(tx.launches.of_subject("other"))
