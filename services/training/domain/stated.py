"""Whether the statements about attempts bear a certificate out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from chassis.errors import Refusal
from services.training.domain.attempt import Answers, Attempt, Drawn
from services.training.domain.certificate import Certificate
from services.training.domain.course import Course, Module
from services.training.domain.course_statements import Told
from services.training.domain.enrolment import completed_at, progress_of
from services.training.domain.errors import ModuleNotFound
from services.training.domain.founded import Flaw
from services.training.domain.lms_statements import NO_SESSION
from services.training.domain.testimony import Heard, Recorded, Unreadable, heard

_VERDICTS = frozenset({Told.PASSED, Told.FAILED})


@dataclass(slots=True)
class _Told:
    """What is said of one attempt, sorted by what it says."""

    answered: dict[str, Heard] = field(default_factory=dict)
    verdict: Heard | None = None
    others: list[Heard] = field(default_factory=list)


def stated_flaws(
    certificate: Certificate,
    course: Course,
    attempts: Collection[Attempt],
    statements: Sequence[Recorded],
    untold: Collection[UUID] = (),
) -> frozenset[Flaw]:
    """Return what is wrong with a certificate by its statements; nothing where they bear it out.

    `untold` are attempts that nothing was said of when that was read: while there is one, what
    passes a course is not asked of the statements alone. What is said of one since then counts.
    """
    marked = {each.attempt_id: each for each in attempts if each.submitted_at is not None}
    named = {each.session_id for each in statements}
    told = {each: _Told() for each in marked if each not in untold or str(each) in named}
    found: set[Flaw] = set()
    for one in statements:
        if one.session_id != NO_SESSION:  # what voids a statement says nothing else
            found.update(_sorted_in(one, course, marked, told))
    derived: list[Attempt] = []
    for attempt_id, said in told.items():
        anew, wrong = _derived(course, marked[attempt_id], said)
        derived.append(anew)
        found.update(wrong)
    if not untold:
        found.update(_whole(certificate, course, derived, list(told.values())))
    return frozenset(found)


def _sorted_in(
    one: Recorded, course: Course, marked: dict[UUID, Attempt], told: dict[UUID, _Told]
) -> Iterator[Flaw]:
    """Put a statement to its attempt; tell what forbids that."""
    try:
        said = heard(one)
    except Unreadable:
        yield Flaw.STATEMENT_CHANGED
        return
    if (
        said.attempt_id not in told
        or (said.course_id, said.course_version) != (course.course_id, course.version)
        or not _is_of(said, marked[said.attempt_id])
    ):
        yield Flaw.STATEMENT_OF_ANOTHER
        return
    if said.voided:
        yield Flaw.STATEMENT_VOIDED
    there = told[said.attempt_id]
    if said.verb is Told.ANSWERED:
        assert said.question_id is not None  # `heard` sees to it
        if said.question_id in there.answered:
            yield Flaw.STATEMENT_TWICE
        there.answered[said.question_id] = said
    elif said.verb in _VERDICTS:
        if there.verdict is not None:
            yield Flaw.STATEMENT_TWICE
        there.verdict = said
    else:
        there.others.append(said)


def _is_of(said: Heard, attempt: Attempt) -> bool:
    asked = {each.question_id for each in attempt.drawn}
    whole = said.module_id is None and said.verb not in {Told.ANSWERED, *_VERDICTS}
    of_question = said.question_id is None or said.question_id in asked
    return of_question and (whole or said.module_id == attempt.module_id)


def _derived(course: Course, attempt: Attempt, told: _Told) -> tuple[Attempt, frozenset[Flaw]]:
    """Return an attempt as its statements tell and its bank marks it, and what is wrong."""
    blank = Attempt(
        attempt_id=attempt.attempt_id,
        enrolment_id=attempt.enrolment_id,
        module_id=attempt.module_id,
        number=attempt.number,
        drawn=tuple(
            Drawn(question_id=name, choice_ids=each.choice_ids)
            for name, each in told.answered.items()
        ),
        started_at=attempt.started_at,
    )
    try:
        module = course.module(attempt.module_id)
    except ModuleNotFound:
        return blank, frozenset({Flaw.STATEMENT_OF_ANOTHER})
    missing = frozenset(_missing(module, attempt, told))
    verdict = told.verdict
    if verdict is None or not told.answered:
        return blank, missing
    answers = _answers(told)
    wrong = missing | frozenset(_misplaced(attempt, told, verdict))
    if any(not _is_option(module, each) for each in told.answered.values()):
        return blank, wrong | {Flaw.STATED_NO_OPTION}
    try:
        anew = blank.submit(
            answers, module=module, pass_mark=course.pass_mark, at=verdict.timestamp
        )
    except (Refusal, KeyError):
        return blank, wrong | {Flaw.STATED_NO_OPTION}
    return _judged(anew, attempt, told, verdict, wrong)


def _answers(told: _Told) -> Answers:
    """Return what was answered; an answer that was voided is none."""
    return {
        key: taken
        for each in told.answered.values()
        if not each.voided
        for key, taken in each.answers().items()
    }


def _missing(module: Module, attempt: Attempt, told: _Told) -> Iterator[Flaw]:
    asked = {each.question_id for each in attempt.drawn}
    least = module.draw + len(module.scenarios)
    verdict = told.verdict
    if verdict is not None and verdict.verb is Told.PASSED and not told.answered:
        yield Flaw.STATED_WITHOUT_ANSWERS
    elif verdict is None or told.answered.keys() != asked or len(asked) < least:
        yield Flaw.STATEMENT_MISSING
    if verdict is not None and verdict.verb is Told.PASSED:
        completed = any(
            each.verb is Told.COMPLETED and each.module_id == module.module_id
            for each in told.others
        )
        if not completed:
            yield Flaw.STATEMENT_MISSING


def _misplaced(attempt: Attempt, told: _Told, verdict: Heard) -> Iterator[Flaw]:
    """Answers come first, then the verdict, then what follows; all of the moment of handing in."""
    every = [*told.answered.values(), verdict, *told.others]
    at_once = all(each.timestamp == attempt.submitted_at for each in every)
    before = all(each.sequence < verdict.sequence for each in told.answered.values())
    after = all(each.sequence > verdict.sequence for each in told.others)
    if not (at_once and before and after):
        yield Flaw.STATED_OUT_OF_ORDER


def _is_option(module: Module, said: Heard) -> bool:
    assert said.question_id is not None  # it is an answer
    scenario = module.scenario(said.question_id)
    taken = said.answers()
    if scenario is not None:
        options = {
            f"{scenario.question_id}/{step.step_id}": {each.choice_id for each in step.choices}
            for step in scenario.steps
        }
    else:
        try:
            question = module.question(said.question_id)
        except KeyError:
            return False
        options = {said.question_id: {each.choice_id for each in question.choices}}
    return all(chosen <= options.get(key, set()) for key, chosen in taken.items())


def _judged(
    anew: Attempt, attempt: Attempt, told: _Told, verdict: Heard, wrong: frozenset[Flaw]
) -> tuple[Attempt, frozenset[Flaw]]:
    says_passed = verdict.verb is Told.PASSED and not verdict.voided
    right, asked = len(anew.right), len(anew.drawn)
    otherwise = (
        verdict.verb is not (Told.PASSED if anew.passed else Told.FAILED)
        or verdict.success is not anew.passed
        or verdict.score != (right, asked, right / asked)
        or any(each.success is not (name in anew.right) for name, each in told.answered.items())
    )
    kept = {name: taken for name, taken in attempt.answers.items() if taken}
    at_odds = (dict(anew.answers), anew.passed) != (kept, attempt.passed)
    found = {Flaw.STATED_OTHERWISE: otherwise, Flaw.STATED_AT_ODDS: at_odds}
    wrong |= {flaw for flaw, there in found.items() if there}
    # Who is said to have failed is not passed by a marking.
    return replace(anew, passed=anew.passed and says_passed), wrong


def _whole(
    certificate: Certificate, course: Course, derived: list[Attempt], told: list[_Told]
) -> Iterator[Flaw]:
    done = completed_at(progress_of(course, derived))
    if done is None:
        yield Flaw.STATED_FAILED
        return
    if certificate.issued_at < done.replace(microsecond=0):
        yield Flaw.TOO_EARLY
    whole = [each for said in told for each in said.others if each.module_id is None]
    if {each.verb for each in whole} != {Told.COMPLETED, Told.SATISFIED}:
        yield Flaw.STATEMENT_MISSING
