"""A version of a course ends: for who begins, for who goes on, and for its certificates."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from chassis.errors import Invalid
from kernel.principals import ANONYMOUS
from kernel.usage import Used
from services.training.domain.certificate import months_after
from services.training.domain.course import Catalogue
from services.training.domain.errors import CourseNotFound, CourseWithdrawn, VersionWithdrawn
from services.training.domain.founded import Flaw, flaws
from services.training.domain.verification import Outcome
from services.training.usecases.enrol import Enrol
from services.training.usecases.get_certificate import GetCertificate
from services.training.usecases.get_course import GetCourse
from services.training.usecases.get_my_training import GetMyTraining
from services.training.usecases.issue_certificate import IssueCertificate
from services.training.usecases.list_courses import ListCourses
from services.training.usecases.mark_ended import MarkEnded
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from services.training.usecases.verify_certificate import VerifyCertificate
from services.training.usecases.withdraw_version import WithdrawVersion
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    COURSE_ID,
    ISSUER,
    LEARNER,
    NOON,
    OTHER,
    TRAINER,
    certificate,
    completed,
    course,
    credentials,
    enrolment,
    handed_in,
    key,
)
from tests.ports.assessment_stores import withdrawal

END = NOON + timedelta(days=7)
TWO = Catalogue([course(), course(version=2)])


@pytest.fixture
def needs(unit_of_work, clock):
    return {"unit_of_work": unit_of_work, "catalogue": TWO, "clock": clock}


@pytest.fixture
def withdraw(needs):
    act = WithdrawVersion(**needs)

    def version(number: int = 1, ends_at=END):
        return act(TRAINER, course_id=COURSE_ID, version=number, ends_at=ends_at, why="It is old.")

    return version


def test_it_is_on_record_who_withdrew_what_and_why(withdraw, stores) -> None:
    made = withdraw()
    assert {made.version: made} == stores.withdrawals.kept
    assert "training:withdraw" in str(stores.audit.rows[-1])
    assert f"{COURSE_ID}/v1" in str(stores.audit.rows[-1])
    used = Used(caller=TRAINER, metric="training.withdrawn", at=NOON, detail="Awareness")
    assert [used] == stores.outbox.events


@pytest.mark.parametrize("ends_at", [NOON - timedelta(days=1), months_after(NOON, 61)])
def test_an_end_that_lies_behind_or_too_far_is_refused(withdraw, stores, ends_at) -> None:
    with pytest.raises(Invalid) as refused:
        withdraw(ends_at=ends_at)
    assert ["ends_at"] == [each.field for each in refused.value.violations]
    assert {} == stores.withdrawals.kept


def test_a_version_is_withdrawn_once_and_only_if_there_is_one(withdraw) -> None:
    withdraw()
    with pytest.raises(VersionWithdrawn):
        withdraw()
    with pytest.raises(CourseNotFound):
        withdraw(3)


def test_nobody_begins_it_any_more(withdraw, needs, unit_of_work) -> None:
    enrol = Enrol(**needs, ids=FreshIds())
    listing = ListCourses(unit_of_work=unit_of_work, catalogue=TWO)
    reading = GetCourse(unit_of_work=unit_of_work, catalogue=TWO)
    withdraw(2)
    assert 1 == enrol(LEARNER, course_id=COURSE_ID, key=key()).course.version
    assert [1] == [each.version for each in listing(ANONYMOUS, after=None, size=9)[0]]
    assert 1 == reading(OTHER, course_id=COURSE_ID).course.version
    withdraw(1)
    with pytest.raises(CourseNotFound):
        enrol(OTHER, course_id=COURSE_ID, key=key())
    assert [] == listing(ANONYMOUS, after=None, size=9)[0]
    with pytest.raises(CourseNotFound):
        reading(OTHER, course_id=COURSE_ID)
    assert 1 == reading(LEARNER, course_id=COURSE_ID).course.version


def test_who_began_it_goes_on_until_its_end(withdraw, needs, stores, clock) -> None:
    stores.enrolments.add(mine := enrolment())
    start, submit = StartAttempt(**needs, ids=FreshIds()), SubmitAnswers(**needs)
    first, second = course().modules
    withdraw()

    def begin(module, value: str):
        said = {"enrolment_id": mine.enrolment_id, "module_id": module.module_id}
        return start(LEARNER, **said, key=key(value=value))[0]

    clock.pass_(seconds=7 * 24 * 3600 - 1)
    tried = begin(first, "a")
    last = begin(second, "b")
    submit(LEARNER, attempt_id=tried.attempt_id, answers={}, key=key(value="c"))
    clock.pass_(seconds=1)
    with pytest.raises(CourseWithdrawn):
        begin(first, "d")
    with pytest.raises(CourseWithdrawn):
        submit(LEARNER, attempt_id=last.attempt_id, answers={}, key=key(value="e"))
    assert last == stores.attempts.get(last.attempt_id)


def issuing(needs) -> IssueCertificate:
    return IssueCertificate(
        **needs, credentials=credentials(), issuer=ISSUER, ids=FreshIds(), chance=Random(1)
    )


def test_no_certificate_is_good_longer_than_its_version(withdraw, needs, stores, clock) -> None:
    done = completed(stores)
    withdraw()
    made = issuing(needs)(LEARNER, enrolment_id=done.enrolment_id, name="Given", key=key())
    assert END == made.valid_until
    opened = credentials().open(made.credential)
    assert opened.payload is not None
    assert END.strftime("%Y-%m-%dT%H:%M:%SZ") == opened.payload["validUntil"]


def test_after_the_end_none_is_issued(withdraw, needs, stores, clock) -> None:
    done = completed(stores)
    withdraw()
    clock.pass_(days=7)
    with pytest.raises(CourseWithdrawn):
        issuing(needs)(LEARNER, enrolment_id=done.enrolment_id, name="Given", key=key())
    assert {} == stores.certificates.kept


def test_what_was_issued_before_ends_with_its_version_and_says_why(
    withdraw, unit_of_work, stores, clock
) -> None:
    held = certificate()
    other = certificate("other", course_version=2)
    for each in (held, other):
        stores.certificates.add(each)
    withdraw()
    needs = {"unit_of_work": unit_of_work, "clock": clock, "issuer": ISSUER}
    verify = VerifyCertificate(**needs, credentials=credentials())
    mine = GetCertificate(unit_of_work=unit_of_work)
    shown = mine(LEARNER, certificate_id=held.certificate_id)
    assert (END, held.credential) == (shown.valid_until, shown.credential)
    assert other.valid_until == mine(OTHER, certificate_id=other.certificate_id).valid_until
    done = completed(stores)
    stores.certificates.save(replace(held, version=2, enrolment_id=done.enrolment_id))
    training = GetMyTraining(unit_of_work=unit_of_work, catalogue=TWO)
    (listed,) = training(LEARNER, after=None, size=9)[0]
    assert listed.certificate is not None
    assert END == listed.certificate.valid_until
    before = verify(shown=held.certificate_id)
    assert before.valid
    assert "it is good until 01 December 2026" in before.checks[-1].detail
    clock.pass_(days=7)
    for said in (held.certificate_id, held.credential):
        after = verify(shown=said)
        assert not after.valid
        (failed,) = (each for each in after.checks if each.outcome is Outcome.FAILED)
        assert ("STATUS", "WITHDRAWN") == (failed.name.value, failed.reason)
        assert "ended on 01 December 2026" in failed.detail
    assert verify(shown=other.certificate_id).valid


def test_a_revoked_one_stays_revoked_rather_than_withdrawn(
    withdraw, unit_of_work, stores, clock
) -> None:
    stores.certificates.add(held := certificate().revoke(why="An error", at=NOON))
    withdraw()
    clock.pass_(days=7)
    verify = VerifyCertificate(
        unit_of_work=unit_of_work, credentials=credentials(), issuer=ISSUER, clock=clock
    )
    assert "REVOKED" == verify(shown=held.certificate_id).checks[-1].reason


def test_who_reads_the_status_lists_alone_learns_of_the_end(
    withdraw, unit_of_work, stores, clock
) -> None:
    places = [stores.status_lists.take(Random(seed)) for seed in (1, 2)]
    for place, version in zip(places, (1, 2), strict=True):
        stores.certificates.add(certificate(place=place, course_version=version))
    withdraw()
    mark = MarkEnded(unit_of_work=unit_of_work, clock=clock)
    clock.pass_(seconds=7 * 24 * 3600 - 1)
    assert (0, []) == (mark(), list(stores.status_lists.revoked(places[0].list_id)))
    clock.pass_(seconds=1)
    assert [1, 0] == [mark(), mark()]
    assert [places[0].index] == list(stores.status_lists.revoked(places[0].list_id))


def test_an_audit_asks_of_what_was_issued_since_that_it_ends_with_its_version() -> None:
    done = replace(enrolment(), completed_at=NOON)
    tried = [handed_in(done, module_number=number) for number in (1, 2)]
    ended = withdrawal()
    early = certificate(enrolment_id=done.enrolment_id)
    since = replace(early, issued_at=NOON + timedelta(hours=1))
    good = replace(since, valid_until=END)
    assert [frozenset(), frozenset({Flaw.TOO_LONG}), frozenset()] == [
        flaws(each, course(), done, tried, ended) for each in (early, since, good)
    ]
