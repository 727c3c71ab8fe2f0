"""Scenarios: one step after the other, each choice for good, marked by the way that was gone."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from services.training.domain.attempt import GRACE
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import (
    AttemptNotFound,
    AttemptSubmitted,
    EnrolmentClosed,
    QuestionNotDrawn,
    StepAnswered,
    StepNotReached,
)
from services.training.domain.founded import Flaw, flaws
from services.training.domain.scenario import Scenario, Step, StepChoice, key_of, walk
from services.training.inbound.shown import attempt_to_pb
from services.training.usecases.answer_step import AnswerStep
from services.training.usecases.save_answers import SaveAnswers
from services.training.usecases.start_attempt import StartAttempt
from services.training.usecases.submit_answers import SubmitAnswers
from tests.fakes.plumbing import FreshIds
from tests.fakes.training import (
    LEARNER,
    NOON,
    OTHER,
    certificate,
    course,
    enrolment,
    handed_in,
    key,
    module,
)


def _choice(name: str, leads_to: str | None = None, *, right: bool = False) -> StepChoice:
    said = f"After {name}."
    return StepChoice(choice_id=name, text=name, right=right, feedback=said, leads_to=leads_to)


VAN = Scenario(
    question_id="van",
    text="A van stops.",
    feedback="Say it early.",
    steps=(
        Step(
            step_id="see",
            text="What now?",
            choices=(_choice("look", "tell", right=True), _choice("wait", "late")),
        ),
        Step(
            step_id="late", text="It is late.", choices=(_choice("tell", right=True), _choice("go"))
        ),
        Step(
            step_id="tell", text="Whom?", choices=(_choice("police", right=True), _choice("nobody"))
        ),
    ),
)
WITH_SCENARIO = course(modules=(replace(module(1), draw=1, scenarios=(VAN,)), module(2)))


@pytest.fixture
def needs(unit_of_work, clock):
    return {"unit_of_work": unit_of_work, "catalogue": Catalogue([WITH_SCENARIO]), "clock": clock}


@pytest.fixture
def waiting(needs, stores):
    stores.enrolments.add(mine := enrolment())
    start = StartAttempt(**needs, ids=FreshIds())
    return start(LEARNER, enrolment_id=mine.enrolment_id, module_id=UUID(int=1), key=key())[0]


@pytest.fixture
def choose(needs, waiting):
    act = AnswerStep(**needs)

    def step(step_id: str, choice_id: str, question_id: str = "van", who=LEARNER):
        return act(
            who,
            attempt_id=waiting.attempt_id,
            question_id=question_id,
            step_id=step_id,
            choice_id=choice_id,
        )[0]

    return step


def submitted(needs, waiting, answers=None):
    right = {waiting.drawn[0].question_id: None} if answers is None else answers
    bank = module(1)
    said = {name: bank.question(name).right for name in right}
    return SubmitAnswers(**needs)(
        LEARNER, attempt_id=waiting.attempt_id, answers=said, key=key(rpc="SubmitAnswers")
    ).attempt


def test_every_attempt_asks_its_scenarios_last(waiting) -> None:
    assert [1, "van"] == [len(waiting.drawn) - 1, waiting.drawn[-1].question_id]
    assert () == waiting.drawn[-1].choice_ids


def test_right_choices_to_the_end_are_right_and_count_as_one_question(
    choose, needs, waiting
) -> None:
    choose("see", "look")
    choose("tell", "police")
    marked = submitted(needs, waiting)
    assert (100, True) == (marked.score, marked.passed)
    assert "van" in marked.right


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [("see", "look")],
        [("see", "look"), ("tell", "nobody")],
        [("see", "wait"), ("late", "tell")],
    ],
    ids=["nothing", "half of it", "wrong at the end", "wrong at first, mended"],
)
def test_a_wrong_choice_or_an_end_not_reached_is_not_right(choose, needs, waiting, steps) -> None:
    for step, choice in steps:
        choose(step, choice)
    marked = submitted(needs, waiting)
    assert (50, False) == (marked.score, marked.passed)


def test_a_choice_is_for_good_and_again_is_the_same(choose, stores, waiting) -> None:
    first = choose("see", "wait")
    assert first == choose("see", "wait")
    with pytest.raises(StepAnswered):
        choose("see", "look")
    choose("late", "tell")
    with pytest.raises(StepAnswered):
        choose("late", "go")
    kept = stores.attempts.get(waiting.attempt_id).answers
    assert {"van/see": {"wait"}, "van/late": {"tell"}} == kept


@pytest.mark.parametrize("step", ["late", "tell"])
def test_a_step_is_answered_only_when_a_choice_led_to_it(choose, stores, waiting, step) -> None:
    with pytest.raises(StepNotReached):
        choose(step, {"late": "go", "tell": "police"}[step])
    choose("see", {"late": "look", "tell": "wait"}[step])
    with pytest.raises(StepNotReached):
        choose(step, {"late": "go", "tell": "police"}[step])
    assert 1 == len(stores.attempts.get(waiting.attempt_id).answers)


def test_what_the_attempt_does_not_have_is_refused_by_name(choose, waiting, needs) -> None:
    for question, step in (("lorry", "see"), ("van", "fly"), (waiting.drawn[0].question_id, "see")):
        with pytest.raises(QuestionNotDrawn):
            choose(step, "look", question)
    with pytest.raises(Invalid) as refused:
        choose("see", "police")
    assert ["choice_id"] == [each.field for each in refused.value.violations]
    with pytest.raises(AttemptNotFound):
        choose("see", "look", who=OTHER)


def test_steps_come_by_no_other_way(needs, waiting, choose, stores) -> None:
    forged = {"van/see": frozenset({"look"})}
    for act in (
        lambda: SaveAnswers(**needs)(LEARNER, attempt_id=waiting.attempt_id, answers=forged),
        lambda: SubmitAnswers(**needs)(
            LEARNER, attempt_id=waiting.attempt_id, answers=forged, key=key(rpc="SubmitAnswers")
        ),
    ):
        with pytest.raises(QuestionNotDrawn):
            act()
    choose("see", "wait")
    with pytest.raises(QuestionNotDrawn):
        SaveAnswers(**needs)(
            LEARNER, attempt_id=waiting.attempt_id, answers={"van/see": frozenset()}
        )
    assert {"van/see": {"wait"}} == stores.attempts.get(waiting.attempt_id).answers


def test_nothing_is_chosen_after_the_end(choose, needs, waiting, stores) -> None:
    submitted(needs, waiting, {})
    with pytest.raises(AttemptSubmitted):
        choose("see", "look")
    stores.attempts.save(waiting)
    mine = stores.enrolments.get(waiting.enrolment_id)
    stores.enrolments.kept[mine.enrolment_id] = replace(mine, status=EnrolmentStatus.FAILED)
    with pytest.raises(EnrolmentClosed):
        choose("see", "look")
    assert waiting == stores.attempts.get(waiting.attempt_id)


def test_a_choice_too_late_does_not_count(choose, clock, stores, waiting) -> None:
    stores.attempts.save(replace(waiting, due_at=NOON))
    clock.pass_(seconds=GRACE.seconds + 1)
    marked = choose("see", "look")
    assert (True, {}) == (marked.timed_out, marked.answers)


def test_no_step_is_shown_before_a_choice_led_to_it(choose, waiting) -> None:
    first = WITH_SCENARIO.modules[0]
    before = str(attempt_to_pb(waiting, first))
    assert "What now?" in before
    assert not any(word in before for word in ("It is late.", "Whom?", "After", "Say it early."))
    after = str(attempt_to_pb(choose("see", "wait"), first))
    assert all(word in after for word in ("It is late.", "After wait."))
    assert not any(word in after for word in ("Whom?", "After look.", "Say it early."))


def test_an_audit_goes_the_way_again_and_finds_steps_that_nothing_led_to(stores) -> None:
    done = enrolment(status=EnrolmentStatus.COMPLETED)
    other = handed_in(done, module_number=2)
    name = "q0"
    tried = replace(
        handed_in(done),
        drawn=tuple(
            replace(other.drawn[0], question_id=each, choice_ids=choices)
            for each, choices in ((name, ("bad", "good", "also")), ("van", ()))
        ),
    )
    held = certificate(enrolment_id=done.enrolment_id)
    right = {name: frozenset({"good", "also"}), "van/see": frozenset({"look"})}

    def found(**steps: str) -> frozenset[Flaw]:
        told = {f"van/{step}": frozenset({choice}) for step, choice in steps.items()}
        answers = right | told
        return flaws(held, WITH_SCENARIO, done, [replace(tried, answers=answers), other])

    broken = frozenset({Flaw.MARKED_OTHERWISE, Flaw.NOT_PASSED})
    assert frozenset() == found(tell="police")
    assert broken == found() == found(tell="nobody") == found(see="wait", tell="police")
    assert broken == found(tell="police", late="tell")


@given(
    st.dictionaries(
        st.sampled_from([key_of(VAN, each) for each in VAN.steps]),
        st.frozensets(st.sampled_from(["look", "wait", "tell", "go", "police", "nobody"])),
    )
)
def test_whatever_is_answered_a_walk_ends_and_no_step_comes_twice(answers) -> None:
    way = walk(VAN, answers)
    ids = [step.step_id for step, _ in way.taken]
    assert len(set(ids)) == len(ids)
    if way.right:
        assert ["see", "tell"] == ids
