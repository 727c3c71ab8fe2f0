"""Each certificate is derived once more from its answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.training.domain.certificate import Certificate, months_after
from services.training.domain.founded import Flaw, flaws
from services.training.usecases.audit_certificates import AuditCertificates
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import CATALOGUE, NOON, certificate, completed, course


class KeptMeasures:
    """Keeps what an audit tells."""

    def __init__(self) -> None:
        self.numbers: tuple[int, int] | None = None
        self.unstated = 0
        self.found: dict[str, frozenset[Flaw]] = {}

    def audited(self, *, founded: int, flawed: int, unstated: int) -> None:
        self.numbers = (founded, flawed)
        self.unstated = unstated

    def flaw(self, certificate_id: str, found: frozenset[Flaw]) -> None:
        self.found[certificate_id] = found


@pytest.fixture
def measures() -> KeptMeasures:
    return KeptMeasures()


@pytest.fixture
def audit(unit_of_work, clock, measures) -> AuditCertificates:
    return AuditCertificates(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, measures=measures
    )


def held(stores, **changed: object) -> Certificate:
    """Keep a certificate of somebody who passed; what is changed makes it less than that."""
    done = completed(stores, told=True)
    good = certificate(
        enrolment_id=done.enrolment_id,
        course_id=done.course_id,
        course_version=done.course_version,
        issued_at=NOON,
        valid_until=months_after(NOON, course().valid_months),
    )
    stores.certificates.add(kept := replace(good, **changed))  # type: ignore[arg-type]
    return kept


def test_what_the_answers_bear_out_holds(audit, stores, measures) -> None:
    held(stores)
    assert 0 == audit()
    assert ((1, 0), {}) == (measures.numbers, measures.found)


SPOILED = {
    Flaw.NO_ENROLMENT: {"enrolment_id": FreshIds().new()},
    Flaw.OTHER_HOLDER: {"subject": "other"},
    Flaw.TOO_EARLY: {"issued_at": NOON - timedelta(days=700)},
    Flaw.TOO_LONG: {"valid_until": NOON + timedelta(days=4000)},
}


@pytest.mark.parametrize("flaw", SPOILED, ids=lambda flaw: flaw.name)
def test_what_they_do_not_is_told(audit, stores, measures, flaw: Flaw) -> None:
    kept = held(stores, **SPOILED[flaw])
    assert 1 == audit()
    assert (0, 1) == measures.numbers
    assert flaw in measures.found[str(kept.certificate_id)]


def test_a_pass_that_somebody_wrote_into_the_record_does_not_count(audit, stores, measures) -> None:
    """The control of the whole: the answers are wrong, and only the conclusion says otherwise."""
    kept = held(stores)
    tried = next(iter(stores.attempts.kept.values()))
    stores.attempts.save(replace(tried, answers={}, passed=True))
    assert 1 == audit()
    found = measures.found[str(kept.certificate_id)]
    assert {Flaw.MARKED_OTHERWISE, Flaw.NOT_PASSED, Flaw.STATED_AT_ODDS} == found


def test_answers_that_are_none_to_what_was_asked_pass_nothing(stores) -> None:
    kept = held(stores)
    enrolment = stores.enrolments.get(kept.enrolment_id)
    attempts = stores.attempts.of_enrolments([kept.enrolment_id])
    strange = [replace(each, answers={"none": frozenset({"a"})}) for each in attempts]
    found = flaws(kept, CATALOGUE.version(kept.course_id, kept.course_version), enrolment, strange)
    assert {Flaw.MARKED_OTHERWISE, Flaw.NOT_PASSED} == found


@pytest.mark.parametrize(
    "over", [{"revoked_at": NOON}, {"valid_until": NOON}, {"name": ""}], ids=str
)
def test_what_is_over_or_names_nobody_is_not_looked_at(audit, stores, measures, over) -> None:
    held(stores, **over)
    assert 0 == audit()
    assert (0, 0) == measures.numbers


def test_a_course_that_is_not_there_is_told(audit, stores, measures) -> None:
    kept = held(stores, course_version=77)
    assert 1 == audit()
    assert frozenset({Flaw.OTHER_COURSE}) == measures.found[str(kept.certificate_id)]


def test_one_whose_holder_is_erased_while_it_is_looked_at_is_not_called_flawed(
    audit, stores, measures, monkeypatch
) -> None:
    """The reads of an audit are not of one moment."""
    kept = held(stores)
    nameless = kept.naming_nobody(pseudonym="nobody", credential=kept.credential)

    def erased(_: object) -> dict[object, list[object]]:
        stores.certificates.kept[kept.certificate_id] = nameless
        stores.enrolments.forget("learner")
        return {kept.enrolment_id: []}

    monkeypatch.setattr(stores.course_record, "told", erased)
    assert 0 == audit()
    assert ((0, 0), {}) == (measures.numbers, measures.found)
