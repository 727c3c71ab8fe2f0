"""A certificate is derived from statements: each way in which they fail has a name."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.training.domain.attempt import Attempt, draw
from services.training.domain.certificate import Certificate, months_after
from services.training.domain.course import Course, Module
from services.training.domain.course_files import load_courses
from services.training.domain.course_statements import Told
from services.training.domain.founded import Flaw
from services.training.domain.scenario import Scenario, key_of
from services.training.domain.stated import stated_flaws
from services.training.domain.testimony import Recorded
from services.training.usecases.audit_certificates import AuditCertificates
from services.training.usecases.void_statement import VoidStatement
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    CATALOGUE,
    NOON,
    TRAINER,
    MemoryTrainingStores,
    attempt,
    certificate,
    completed,
    course,
    enrolment,
    handed_in,
    right_answers,
)
from tests.unit.training.test_answer_step import VAN, WITH_SCENARIO
from tests.unit.training.test_audit_certificates import KeptMeasures

Change = Callable[[dict[str, Any]], None]


class Case:
    """One who passed both modules, with all that is said of it; a test spoils some of it."""

    def __init__(self) -> None:
        self.stores = MemoryTrainingStores()
        self.enrolment = completed(self.stores, told=True)
        self.certificate = certificate(
            enrolment_id=self.enrolment.enrolment_id,
            issued_at=NOON,
            valid_until=months_after(NOON, course().valid_months),
        )
        self.attempts = list(self.stores.attempts.kept.values())
        of = self.enrolment.enrolment_id
        self.said = list(self.stores.course_record.told([of])[of])

    def flaws(self, *untold: UUID, of: Course | None = None) -> frozenset[Flaw]:
        return stated_flaws(self.certificate, of or course(), self.attempts, self.said, untold)

    def place(self, verb: Told, number: int = 0) -> int:
        found = [at for at, each in enumerate(self.said) if each.verb_id == verb.value]
        return found[number]

    def rewrite(self, at: int, change: Change, **row: Any) -> None:
        """Change a statement as somebody with the database would: with a digest that fits."""
        document = json.loads(self.said[at].document)
        change(document)
        whole = json.dumps(document).encode()
        digest = hashlib.sha256(whole).digest()
        self.said[at] = replace(self.said[at], document=whole, digest=digest, **row)


@pytest.fixture
def case() -> Case:
    return Case()


def test_what_they_bear_out_has_no_flaw(case: Case) -> None:
    assert frozenset() == case.flaws()


ONCE_PASSED = [each for each in Told if each is not Told.FAILED]


@pytest.mark.parametrize("verb", ONCE_PASSED, ids=lambda verb: verb.name)
def test_each_of_them_is_missed(case: Case, verb: Told) -> None:
    del case.said[case.place(verb)]
    assert Flaw.STATEMENT_MISSING in case.flaws()


def test_all_of_them_are_missed(case: Case) -> None:
    case.said.clear()
    assert {Flaw.STATEMENT_MISSING, Flaw.STATED_FAILED} == case.flaws()


def test_a_digest_that_does_not_fit_is_found(case: Case) -> None:
    at = case.place(Told.ANSWERED)
    case.said[at] = replace(case.said[at], document=case.said[at].document + b" ")
    assert Flaw.STATEMENT_CHANGED in case.flaws()


ROWS: dict[str, dict[str, Any]] = {
    "verb": {"verb_id": Told.FAILED.value},
    "id": {"statement_id": uuid4()},
    "registration": {"registration": uuid4()},
    "activity": {"activity_id": "https://isp.example/another"},
    "attempt": {"session_id": str(uuid4())},
}


@pytest.mark.parametrize("column", ROWS)
def test_a_row_that_says_something_else_is_found(case: Case, column: str) -> None:
    at = case.place(Told.ANSWERED)
    case.said[at] = replace(case.said[at], **ROWS[column])
    assert Flaw.STATEMENT_CHANGED in case.flaws()


def by_a_unit(document: dict[str, Any]) -> None:
    document["authority"]["account"]["name"] = "learning-record-store"


def no_authority(document: dict[str, Any]) -> None:
    del document["authority"]


def no_parent(document: dict[str, Any]) -> None:
    document["context"]["contextActivities"]["parent"] = []


def other_module(document: dict[str, Any]) -> None:
    tried = document["context"]["contextActivities"]["parent"][0]
    tried["id"] = tried["id"].replace(str(UUID(int=1)), str(UUID(int=2)))


@pytest.mark.parametrize("change", [by_a_unit, no_authority, no_parent, other_module])
def test_what_is_not_ours_is_found(case: Case, change: Change) -> None:
    case.rewrite(case.place(Told.ANSWERED), change)
    assert Flaw.STATEMENT_CHANGED in case.flaws()


def test_no_json_is_found(case: Case) -> None:
    whole = b"not JSON"
    digest = hashlib.sha256(whole).digest()
    case.said[0] = replace(case.said[0], document=whole, digest=digest)
    assert Flaw.STATEMENT_CHANGED in case.flaws()


def test_who_is_said_to_have_failed_did_not_pass(case: Case) -> None:
    def fail(document: dict[str, Any]) -> None:
        document["verb"]["id"] = Told.FAILED.value
        document["result"]["success"] = False

    case.rewrite(case.place(Told.PASSED), fail, verb_id=Told.FAILED.value)
    assert {Flaw.STATED_FAILED, Flaw.STATED_OTHERWISE} == case.flaws()


def test_a_pass_that_the_answers_do_not_give_is_found(case: Case) -> None:
    """The control of the whole: every answer is wrong, and all that is concluded says passed."""

    def wrong(document: dict[str, Any]) -> None:
        document["result"]["response"] = "bad"

    for at in [at for at, each in enumerate(case.said) if each.verb_id == Told.ANSWERED.value]:
        case.rewrite(at, wrong)
    found = {Flaw.STATED_OTHERWISE, Flaw.STATED_AT_ODDS, Flaw.STATED_FAILED}
    assert found == case.flaws()


@pytest.mark.parametrize(
    ("name", "value"), [("raw", 3), ("max", 5), ("scaled", 0.5)], ids=["raw", "max", "scaled"]
)
def test_a_score_that_the_answers_do_not_give_is_found(case: Case, name: str, value: float) -> None:
    def score(document: dict[str, Any]) -> None:
        document["result"]["score"][name] = value

    case.rewrite(case.place(Told.PASSED), score)
    assert {Flaw.STATED_OTHERWISE} == case.flaws()


def test_an_attempt_that_says_something_else_is_found(case: Case) -> None:
    answers = right_answers(case.attempts[0], all_but=1)
    case.attempts[0] = replace(case.attempts[0], answers=answers)
    assert {Flaw.STATED_AT_ODDS} == case.flaws()


def test_a_response_that_is_no_option_is_found(case: Case) -> None:
    def strange(document: dict[str, Any]) -> None:
        document["result"]["response"] = "good[,]best"

    case.rewrite(case.place(Told.ANSWERED), strange)
    assert Flaw.STATED_NO_OPTION in case.flaws()


def test_a_pass_without_an_answer_is_found(case: Case) -> None:
    case.said = [each for each in case.said if each.verb_id != Told.ANSWERED.value]
    assert {Flaw.STATED_WITHOUT_ANSWERS, Flaw.STATED_FAILED} == case.flaws()


def test_fewer_questions_than_the_bank_gives_are_missed(case: Case) -> None:
    """Neither the attempt nor its statements may be cut down to what was right."""
    mine = case.attempts[0]
    gone = mine.drawn[0].question_id
    case.attempts[0] = replace(mine, drawn=mine.drawn[1:])
    case.said = [each for each in case.said if not each.activity_id.endswith(f"questions/{gone}")]
    assert Flaw.STATEMENT_MISSING in case.flaws()


@pytest.mark.parametrize("what", ["attempt", "question", "course"])
def test_a_statement_of_something_else_is_found(case: Case, what: str) -> None:
    if what == "attempt":
        other = Case()
        said = other.said[0]
        moved = str(case.enrolment.enrolment_id)
        case.said.append(said)
        at = len(case.said) - 1
        case.rewrite(
            at,
            lambda document: document["context"].update(registration=moved),
            registration=case.enrolment.enrolment_id,
        )
    elif what == "question":
        mine = case.attempts[0]
        case.attempts[0] = replace(mine, drawn=mine.drawn[1:])
    found = case.flaws(of=course(version=2)) if what == "course" else case.flaws()
    assert Flaw.STATEMENT_OF_ANOTHER in found


@pytest.mark.parametrize("verb", [Told.ANSWERED, Told.PASSED], ids=["answered", "passed"])
def test_what_is_told_twice_is_found(case: Case, verb: Told) -> None:
    case.said.append(case.said[case.place(verb)])
    assert Flaw.STATEMENT_TWICE in case.flaws()


def later(document: dict[str, Any]) -> None:
    document["timestamp"] = "2026-11-24T13:00:00.000000Z"


@pytest.mark.parametrize("what", ["time", "answer after the verdict", "verdict after completed"])
def test_an_order_or_a_time_that_cannot_be_is_found(case: Case, what: str) -> None:
    if what == "time":
        case.rewrite(case.place(Told.ANSWERED), later)
    else:
        verb = Told.ANSWERED if what.startswith("answer") else Told.PASSED
        at = case.place(verb)
        case.said[at] = replace(case.said[at], sequence=10_000)
    assert Flaw.STATED_OUT_OF_ORDER in case.flaws()


def test_a_certificate_from_before_what_is_stated_is_found(case: Case) -> None:
    case.certificate = replace(case.certificate, issued_at=NOON - timedelta(days=1))
    assert {Flaw.TOO_EARLY} == case.flaws()


def test_a_failed_attempt_before_the_pass_is_no_flaw(case: Case) -> None:
    first = handed_in(case.enrolment, number=2, wrong=3)
    case.stores.attempts.add(first)
    case.attempts.append(first)
    of = case.enrolment.enrolment_id
    case.stores.course_record.tell(case.enrolment, course(), [first], course_completed=False)
    case.said = list(case.stores.course_record.told([of])[of])
    assert frozenset() == case.flaws()


def test_a_scenario_is_marked_again_by_its_steps() -> None:
    """Each step is an option of its scenario, and the whole is right by right choices alone."""
    case, asks = Case(), WITH_SCENARIO.modules[0]
    way = _way(VAN)
    tried = attempt(case.enrolment, drawn=draw(asks, Random(1)))
    plain = {each.question_id: asks.question(each.question_id).right for each in tried.drawn[:-1]}
    marked = tried.submit(plain | way, module=asks, pass_mark=75, at=NOON)
    assert marked.passed
    case.attempts = [marked, case.attempts[1]]
    stores = MemoryTrainingStores()
    stores.enrolments.add(case.enrolment)
    for each in case.attempts:
        stores.attempts.add(each)
    stores.course_record.tell(case.enrolment, WITH_SCENARIO, case.attempts, course_completed=True)
    of = case.enrolment.enrolment_id
    case.said = list(stores.course_record.told([of])[of])
    assert frozenset() == case.flaws(of=WITH_SCENARIO)

    def strange(document: dict[str, Any]) -> None:
        document["result"]["response"] = "nowhere[.]good"

    at = next(
        number
        for number, each in enumerate(case.said)
        if each.activity_id.endswith(f"questions/{VAN.question_id}")
    )
    case.rewrite(at, strange)
    assert Flaw.STATED_NO_OPTION in case.flaws(of=WITH_SCENARIO)


def _way(of: Scenario) -> dict[str, frozenset[str]]:
    """The right choices on the way through a scenario."""
    step, way = of.steps[0], {}
    while step is not None:
        choice = next(each for each in step.choices if each.right)
        way[key_of(of, step)] = frozenset({choice.choice_id})
        step = of.step(choice.leads_to) if choice.leads_to else None  # type: ignore[assignment]
    return way


COURSES = [each for each in load_courses() if each.modules]


@pytest.mark.parametrize("of", COURSES, ids=lambda of: f"{of.title} {of.version}")
def test_every_course_of_ours_is_told_and_read_again(of: Course) -> None:
    stores = MemoryTrainingStores()
    mine = replace(enrolment(), course_id=of.course_id, course_version=of.version)
    stores.enrolments.add(mine)
    tried = [
        attempt(mine, module_id=each.module_id, drawn=draw(each, Random(1))).submit(
            _right(each), module=each, pass_mark=of.pass_mark, at=NOON
        )
        for each in (replace(each, draw=len(each.bank)) for each in of.modules)
    ]
    stores.course_record.tell(mine, of, tried, course_completed=True)
    said = stores.course_record.told([mine.enrolment_id])[mine.enrolment_id]
    held = certificate(enrolment_id=mine.enrolment_id)
    assert frozenset() == stated_flaws(held, of, tried, said)


def _right(of: Module) -> dict[str, frozenset[str]]:
    plain = {each.question_id: each.right for each in of.bank}
    return plain | {name: taken for each in of.scenarios for name, taken in _way(each).items()}


def test_what_is_not_told_yet_is_not_missed_and_what_is_told_is_still_judged(case: Case) -> None:
    untold = case.attempts[0]
    case.said = [each for each in case.said if each.session_id != str(untold.attempt_id)]
    assert frozenset() == case.flaws(untold.attempt_id)
    case.said.pop()
    del case.said[case.place(Told.ANSWERED)]
    assert Flaw.STATEMENT_MISSING in case.flaws(untold.attempt_id)


def test_what_was_told_since_is_judged_and_is_not_of_another(case: Case) -> None:
    """An audit reads what is not told first, and what is told after it."""
    assert frozenset() == case.flaws(*[each.attempt_id for each in case.attempts])
    del case.said[case.place(Told.ANSWERED)]
    assert Flaw.STATEMENT_MISSING in case.flaws(case.attempts[0].attempt_id)


def test_a_voided_one_bears_nothing_out(unit_of_work, stores, clock) -> None:
    done = completed(stores, told=True)
    valid_until = months_after(NOON, course().valid_months)
    held: Certificate = certificate(enrolment_id=done.enrolment_id, valid_until=valid_until)
    stores.certificates.add(held)
    measures = KeptMeasures()
    audit = AuditCertificates(
        unit_of_work=unit_of_work, catalogue=CATALOGUE, clock=clock, measures=measures
    )
    assert 0 == audit()
    said: list[Recorded] = list(stores.course_record.told([done.enrolment_id])[done.enrolment_id])
    passed = next(each for each in said if each.verb_id == Told.PASSED.value)
    VoidStatement(
        unit_of_work=unit_of_work, site="https://isp.example", clock=clock, ids=FreshIds()
    )(TRAINER, enrolment_id=done.enrolment_id, statement_id=passed.statement_id, why="Another sat")
    assert 1 == audit()
    found = measures.found[str(held.certificate_id)]
    assert {Flaw.STATEMENT_VOIDED, Flaw.STATED_FAILED} == found


def test_an_attempt_that_waits_for_answers_is_no_matter_of_statements(case: Case) -> None:
    waiting: Attempt = attempt(enrolment(), number=3)
    case.attempts.append(waiting)
    assert frozenset() == case.flaws()
