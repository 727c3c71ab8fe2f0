"""What every store of training must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.certificate import StatusPlace
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    AlreadyEnrolled,
    AttemptNotFound,
    CertificateHeld,
    CertificateNotFound,
    EnrolmentNotFound,
    StatusListNotFound,
)
from services.training.domain.status_list import ENTRIES
from tests.fakes.training import NOON, attempt, certificate, enrolment, handed_in

Open = Callable[[], AbstractContextManager[Any]]


class ScriptedChance(Random):
    """Gives the numbers that a test says."""

    def __init__(self, *numbers: int) -> None:
        super().__init__(0)
        self._numbers = list(numbers)

    def randrange(self, *bounds: int) -> int:  # type: ignore[override]
        assert (ENTRIES,) == bounds
        return self._numbers.pop(0)


class EnrolmentsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        done = enrolment("done", status=EnrolmentStatus.COMPLETED, completed_at=NOON, version=2)
        kept = [enrolment(), done, enrolment("failed", status=EnrolmentStatus.FAILED)]
        with unit_of_work() as tx:
            for each in kept:
                tx.enrolments.add(each)
        with unit_of_work() as tx:
            assert kept == [tx.enrolments.get(each.enrolment_id, lock=True) for each in kept]
            assert [done] == list(tx.enrolments.completed())
            with pytest.raises(EnrolmentNotFound):
                tx.enrolments.get(uuid4())

    def test_one_enrolment_of_a_learner_in_a_course_is_open(self, unit_of_work: Open) -> None:
        first = enrolment()
        with unit_of_work() as tx:
            tx.enrolments.add(first)
        with unit_of_work() as tx, pytest.raises(AlreadyEnrolled):
            tx.enrolments.add(enrolment())
        with unit_of_work() as tx:
            assert first == tx.enrolments.open_of("learner", first.course_id)
            assert tx.enrolments.open_of("learner", uuid4()) is None
            assert tx.enrolments.open_of("other", first.course_id) is None
            tx.enrolments.add(enrolment(course_id=uuid4()))
            tx.enrolments.add(enrolment("other"))
            failed = replace(first, status=EnrolmentStatus.FAILED, version=2)
            tx.enrolments.save(failed)
            tx.enrolments.add(enrolment())

    def test_a_version_is_saved_once(self, unit_of_work: Open) -> None:
        first = enrolment()
        second = replace(first, status=EnrolmentStatus.FAILED, version=2)
        with unit_of_work() as tx:
            tx.enrolments.add(first)
            tx.enrolments.save(second)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.enrolments.save(second)

    def test_pages_hold_ones_own_newest_first(self, unit_of_work: Open) -> None:
        kept = [
            enrolment(course_id=uuid4(), enrolled_at=NOON + timedelta(hours=hour // 2))
            for hour in range(5)
        ]
        with unit_of_work() as tx:
            for each in (*kept, enrolment("other")):
                tx.enrolments.add(each)
        oldest_first = sorted(kept, key=lambda each: (each.enrolled_at, each.enrolment_id))
        seen, after = [], None
        with unit_of_work() as tx:
            assert oldest_first == list(tx.enrolments.of_subject("learner"))
            while page := tx.enrolments.page("learner", after=after, size=2):
                seen += page
                after = Place(page[-1].enrolled_at, page[-1].enrolment_id)
        assert oldest_first[::-1] == seen

    def test_forgetting_a_learner_takes_their_attempts_too(self, unit_of_work: Open) -> None:
        mine, theirs = enrolment("gone"), enrolment("other")
        with unit_of_work() as tx:
            for each in (mine, theirs):
                tx.enrolments.add(each)
                tx.attempts.add(attempt(each))
                tx.attempts.add(handed_in(each, 2))
        with unit_of_work() as tx:
            assert [3, 0] == [tx.enrolments.forget("gone") for _ in "12"]
            assert [] == list(tx.attempts.of_enrolments([mine.enrolment_id]))
            assert 2 == len(tx.attempts.of_enrolments([theirs.enrolment_id]))


class AttemptsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_drawn_and_answered_comes_back_the_same(self, unit_of_work: Open) -> None:
        of = enrolment()
        waiting, marked = attempt(of), handed_in(of, 2, wrong=1)
        with unit_of_work() as tx:
            tx.enrolments.add(of)
            for each in (waiting, marked):
                tx.attempts.add(each)
        submitted = replace(waiting, submitted_at=NOON, right=frozenset({"q1"}), passed=True)
        with unit_of_work() as tx:
            assert [waiting, marked] == [
                tx.attempts.get(each.attempt_id) for each in (waiting, marked)
            ]
            tx.attempts.save(submitted)
        with unit_of_work() as tx:
            expected = sorted([submitted, marked], key=lambda each: each.attempt_id)
            assert expected == list(tx.attempts.of_enrolments([of.enrolment_id]))
            assert [] == list(tx.attempts.of_enrolments([]))
            with pytest.raises(AttemptNotFound):
                tx.attempts.get(uuid4())


class CertificatesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_the_same(self, unit_of_work: Open) -> None:
        kept = [
            certificate(),
            certificate(issued_at=NOON + timedelta(days=1)),
            certificate("other", issued_at=NOON + timedelta(days=2)),
        ]
        with unit_of_work() as tx:
            for each in reversed(kept):
                tx.certificates.add(each)
        with unit_of_work() as tx:
            assert kept == [tx.certificates.get(each.certificate_id, lock=True) for each in kept]
            assert kept == list(tx.certificates.everything())
            assert kept[:2] == list(tx.certificates.of_subject("learner", lock=True))
            assert [kept[0]] == list(tx.certificates.of_enrolments([kept[0].enrolment_id]))
            with pytest.raises(CertificateNotFound):
                tx.certificates.get(uuid4())

    def test_an_enrolment_has_one_certificate(self, unit_of_work: Open) -> None:
        first = certificate()
        with unit_of_work() as tx:
            tx.certificates.add(first)
        with unit_of_work() as tx, pytest.raises(CertificateHeld):
            tx.certificates.add(certificate(enrolment_id=first.enrolment_id))

    def test_a_revocation_is_saved_once(self, unit_of_work: Open) -> None:
        first = certificate()
        revoked = first.revoke(why="A reason", at=NOON)
        with unit_of_work() as tx:
            tx.certificates.add(first)
            tx.certificates.save(revoked)
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.certificates.save(revoked)
        with unit_of_work() as tx:
            assert revoked == tx.certificates.get(first.certificate_id)


class StatusListsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_place_is_given_only_once(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            first = tx.status_lists.take(ScriptedChance(5))
        with unit_of_work() as tx:
            second = tx.status_lists.take(ScriptedChance(5, 5, ENTRIES - 1))
        assert StatusPlace(first.list_id, ENTRIES - 1) == second

    def test_only_the_bit_that_was_set_is_set(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            places = [tx.status_lists.take(ScriptedChance(index)) for index in (9, 3, 7)]
            tx.status_lists.revoke(places[0])
            tx.status_lists.revoke(places[1])
        with unit_of_work() as tx:
            assert [3, 9] == list(tx.status_lists.revoked(places[0].list_id))
            with pytest.raises(StatusListNotFound):
                tx.status_lists.revoked(uuid4())
