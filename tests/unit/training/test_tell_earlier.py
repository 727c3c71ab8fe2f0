"""Attempts of before are told of once; until then no certificate is called flawed for it."""

import pytest

from services.training.domain.certificate import months_after
from services.training.domain.course import Catalogue
from services.training.domain.course_statements import Told
from services.training.usecases import tell_earlier
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.tell_earlier import TellEarlier
from tests.fakes.training import (
    CATALOGUE,
    NOON,
    certificate,
    completed,
    course,
    enrolment,
    handed_in,
)
from tests.unit.training.test_audit_certificates import KeptMeasures


@pytest.fixture
def tell(unit_of_work) -> TellEarlier:
    return TellEarlier(unit_of_work=unit_of_work, catalogue=CATALOGUE)


@pytest.fixture
def measures() -> KeptMeasures:
    return KeptMeasures()


@pytest.fixture
def audit(unit_of_work, clock, measures) -> AuditCertificates:
    return AuditCertificates(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, measures=measures
    )


def held(stores, done) -> None:
    until = months_after(NOON, course().valid_months)
    stores.certificates.add(certificate(enrolment_id=done.enrolment_id, valid_until=until))


def test_a_certificate_of_before_waits_and_then_holds(tell, audit, stores, measures) -> None:
    held(stores, completed(stores))
    assert 0 == audit()
    assert ((0, 0), 1, {}) == (measures.numbers, measures.unstated, measures.found)
    assert 2 == tell()
    assert 0 == audit()
    assert ((1, 0), 0) == (measures.numbers, measures.unstated)


def test_what_waits_is_still_marked_by_its_own_answers(audit, stores, measures) -> None:
    done = completed(stores)
    held(stores, done)
    spoiled = next(iter(stores.attempts.kept.values()))
    object.__setattr__(spoiled, "answers", {})
    assert 1 == audit()
    assert ((0, 1), 0) == (measures.numbers, measures.unstated)


def test_nothing_is_told_twice(tell, stores) -> None:
    done = completed(stores)
    assert (2, 0) == (tell(), tell())
    said = stores.statements.everything(done.enrolment_id)
    # Two modules of four answers, a verdict and a completion; then the course, twice.
    assert 2 * 6 + 2 == len(said)


def test_a_course_that_was_completed_since_is_not_completed_again(tell, stores) -> None:
    """An attempt of before waits, and the one after it was told when it completed the course."""
    done = completed(stores)
    first, last = stores.attempts.of_enrolments([done.enrolment_id])
    stores.course_record.tell(done, course(), [last], course_completed=True)
    assert 1 == tell()
    said = stores.course_record.told([done.enrolment_id])[done.enrolment_id]
    assert 1 == len([each for each in said if each.verb_id == Told.SATISFIED.value])
    assert {str(first.attempt_id), str(last.attempt_id)} == {each.session_id for each in said}


def test_one_that_is_under_way_completes_nothing(tell, stores) -> None:
    mine = enrolment()
    stores.enrolments.add(mine)
    stores.attempts.add(handed_in(mine, wrong=4))
    assert 1 == tell()
    said = stores.course_record.told([mine.enrolment_id])[mine.enrolment_id]
    assert Told.FAILED.value == said[-1].verb_id


def test_a_version_that_is_not_there_is_passed_over_and_the_others_are_told(
    tell, stores, monkeypatch
) -> None:
    monkeypatch.setattr(tell_earlier, "AT_ONCE", 1)
    gone = enrolment("other", course_version=77)
    stores.enrolments.add(gone)
    stores.attempts.add(handed_in(gone))
    for by in ("a", "b", "c"):
        completed(stores, by=by)
    assert 6 == tell()
    assert [gone.enrolment_id] == list(stores.course_record.backlog(after=None, size=9))


def test_when_it_dies_between_two_it_goes_on_with_the_rest(unit_of_work, stores) -> None:
    for by in ("a", "b", "c"):
        completed(stores, by=by)
    courses = iter([course(), course()])

    class Dying(Catalogue):
        def version(self, course_id, version):
            try:
                return next(courses)
            except StopIteration:
                raise RuntimeError("the process died") from None

    dying = TellEarlier(unit_of_work=unit_of_work, catalogue=Dying([]))
    with pytest.raises(RuntimeError, match="died"):
        dying()
    assert 2 == TellEarlier(unit_of_work=unit_of_work, catalogue=CATALOGUE)()
    assert 3 * 14 == len(stores.records.statements)
