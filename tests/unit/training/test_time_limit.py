"""An attempt's time, by the server's clock: shared out, run out, marked by what was saved."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.training.domain.attempt import GRACE
from services.training.domain.course import Catalogue
from services.training.domain.course_statements import Told
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.events import CourseCompleted
from services.training.domain.founded import Flaw, flaws
from services.training.domain.testimony import heard
from services.training.usecases.choose_extra_time import ChooseExtraTime
from services.training.usecases.get_module import GetModule
from services.training.usecases.mark_overdue import MarkOverdue
from services.training.usecases.save_answers import SaveAnswers
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    COURSE_ID,
    LEARNER,
    NOON,
    OTHER,
    certificate,
    course,
    enrolment,
    handed_in,
    key,
    module,
    right_answers,
)

LIMITED = course(modules=(replace(module(1), limit_minutes=20), module(2)))
FIRST = UUID(int=1)
LATE = timedelta(minutes=20) + GRACE + timedelta(seconds=1)


@pytest.fixture
def needs(unit_of_work, clock):
    return {"unit_of_work": unit_of_work, "catalogue": Catalogue([LIMITED]), "clock": clock}


@pytest.fixture
def mine(stores):
    stores.enrolments.add(mine := enrolment())
    return mine


@pytest.fixture
def start(needs, mine):
    act = StartAttempt(**needs, ids=FreshIds())

    def begin(module_number: int = 1):
        value = f"{module_number}-{needs['clock'].now()}"
        module_id = UUID(int=module_number)
        return act(
            LEARNER, enrolment_id=mine.enrolment_id, module_id=module_id, key=key(value=value)
        )[0]

    return begin


def test_the_time_begins_with_the_questions_and_a_module_may_have_none(start) -> None:
    assert NOON + timedelta(minutes=20) == start().due_at
    assert start(2).due_at is None


@pytest.mark.parametrize(("percent", "minutes"), [(125, 25), (150, 30), (200, 40), (1000, 200)])
def test_somebody_gives_themselves_more_time_for_what_they_begin_next(
    start, unit_of_work, clock, percent, minutes
) -> None:
    before = start(1)
    choose = ChooseExtraTime(unit_of_work=unit_of_work, clock=clock)
    assert percent == choose(LEARNER, percent=percent)
    choose(OTHER, percent=100)
    assert NOON + timedelta(minutes=20) == start(1).due_at == before.due_at
    clock.pass_(hours=1)
    assert clock.now() + timedelta(minutes=minutes) == start(1).due_at


def test_what_comes_within_the_grace_counts(start, needs, clock) -> None:
    waiting = start()
    clock.pass_(seconds=20 * 60 + GRACE.seconds)
    marked = SubmitAnswers(**needs)(
        LEARNER, attempt_id=waiting.attempt_id, answers=right_answers(waiting), key=key()
    ).attempt
    assert (True, False, clock.now()) == (marked.passed, marked.timed_out, marked.submitted_at)


def test_what_comes_later_does_not_and_what_was_saved_is_marked(start, needs, clock) -> None:
    waiting = start()
    answers = right_answers(waiting)
    _, *others = answers
    SaveAnswers(**needs)(
        LEARNER, attempt_id=waiting.attempt_id, answers={each: answers[each] for each in others}
    )
    clock.pass_(seconds=LATE.total_seconds())
    wrong = {name: frozenset({"bad"}) for name in answers}
    marked = SubmitAnswers(**needs)(
        LEARNER, attempt_id=waiting.attempt_id, answers=wrong, key=key()
    ).attempt
    assert (75, True, True) == (marked.score, marked.passed, marked.timed_out)
    assert (waiting.due_at, set(others)) == (marked.submitted_at, set(marked.answers))


def test_saving_too_late_keeps_nothing_and_marks(start, needs, clock, stores) -> None:
    waiting = start()
    clock.pass_(seconds=LATE.total_seconds())
    said, _ = SaveAnswers(**needs)(
        LEARNER, attempt_id=waiting.attempt_id, answers=right_answers(waiting)
    )
    assert (0, True, {}) == (said.score, said.timed_out, said.answers)
    assert said == stores.attempts.get(waiting.attempt_id)


def test_a_look_at_the_module_marks_it_and_shows_how(start, needs, clock, mine) -> None:
    waiting = start()
    get = GetModule(**needs, mark=MarkOverdue(**needs))
    clock.pass_(seconds=20 * 60 + GRACE.seconds)
    assert waiting == get(LEARNER, course_id=COURSE_ID, module_id=FIRST).progress.open
    clock.pass_(seconds=1)
    read = get(LEARNER, course_id=COURSE_ID, module_id=FIRST)
    assert (None, 1, waiting.due_at) == (
        read.progress.open,
        read.progress.submitted,
        read.last.submitted_at,
    )
    assert 2 == start().number


def test_the_worker_marks_whoever_never_comes_back(start, needs, clock, stores, mine) -> None:
    stores.attempts.add(handed_in(mine, module_number=2))
    waiting = start()
    SaveAnswers(**needs)(LEARNER, attempt_id=waiting.attempt_id, answers=right_answers(waiting))
    mark = MarkOverdue(**needs)
    clock.pass_(seconds=20 * 60 + GRACE.seconds)
    assert 0 == mark()
    clock.pass_(seconds=1)
    assert [1, 0] == [mark(), mark()]
    done = stores.enrolments.get(mine.enrolment_id)
    assert (EnrolmentStatus.COMPLETED, waiting.due_at) == (done.status, done.completed_at)
    assert [CourseCompleted(done)] == stores.outbox.events
    said = stores.course_record.told([mine.enrolment_id])[mine.enrolment_id]
    assert Told.SATISFIED is heard(said[-1]).verb
    assert {waiting.due_at} == {heard(each).timestamp for each in said}


def test_the_last_try_that_runs_out_fails_the_enrolment(start, needs, clock, stores, mine) -> None:
    for _ in "12":
        start()
        clock.pass_(seconds=LATE.total_seconds())
        assert 1 == MarkOverdue(**needs)()
    assert EnrolmentStatus.FAILED is stores.enrolments.get(mine.enrolment_id).status
    assert [] == stores.outbox.events


def test_an_audit_holds_what_ran_out_and_finds_what_was_taken_late(mine) -> None:
    done = replace(mine, status=EnrolmentStatus.COMPLETED)
    first, second = handed_in(done), handed_in(done, module_number=2)
    held = certificate(enrolment_id=done.enrolment_id)

    def found(at: timedelta) -> frozenset[Flaw]:
        tried = replace(first, due_at=NOON + timedelta(minutes=20), submitted_at=NOON + at)
        issued = replace(held, issued_at=NOON + timedelta(hours=1))
        return flaws(issued, LIMITED, done, [tried, second])

    assert frozenset() == found(timedelta(minutes=20))
    assert frozenset() == found(timedelta(minutes=20) + GRACE)
    assert frozenset({Flaw.LATE}) == found(LATE)
