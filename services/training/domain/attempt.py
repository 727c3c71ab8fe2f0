"""One try at a module: questions drawn once, answers kept as they come and marked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from services.training.domain.course import Module
from services.training.domain.errors import (
    AttemptSubmitted,
    QuestionNotDrawn,
    StepAnswered,
    StepNotReached,
)
from services.training.domain.scenario import Scenario, Walk, key_of, walk

Answers = Mapping[str, frozenset[str]]
"""The choices taken, by question."""

GRACE: Final = timedelta(seconds=15)
"""How long after the time is up answers are still taken: what was sent in time is on its way."""

WHOLE: Final = 100
"""The time that a course gives, in per cent: whoever asked for no more has this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A question of an attempt, with its choices in the order in which they are shown.

    A scenario has none here: its steps have theirs.
    """

    question_id: str
    choice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is asked, what is answered so far, and after it was handed in how it was marked.

    `due_at` is when its time is up by the server's clock; None where there is no limit.
    """

    attempt_id: UUID
    enrolment_id: UUID
    module_id: UUID
    number: int
    drawn: tuple[Drawn, ...]
    started_at: datetime
    due_at: datetime | None = None
    submitted_at: datetime | None = None
    answers: Answers = field(default_factory=dict)
    right: frozenset[str] = frozenset()
    passed: bool = False

    @property
    def score(self) -> int:
        """Return the questions answered right, in per cent, rounded down."""
        return 100 * len(self.right) // len(self.drawn)

    @property
    def timed_out(self) -> bool:
        """Tell whether the time ended it, not its learner."""
        return self.due_at is not None and self.submitted_at == self.due_at

    def is_over(self, at: datetime) -> bool:
        """Tell whether it waits for answers and takes none any more."""
        return self.submitted_at is None and self.due_at is not None and at > self.due_at + GRACE

    def kept(self, answers: Answers) -> "Attempt":
        """Return it with what is answered so far; what was answered before and is not named stays.

        No choice at all takes an answer back.

        Raises:
            AttemptSubmitted: it was handed in before.
            QuestionNotDrawn: an answer is to a question that it does not ask.
            Invalid: a choice is not one of its question.
        """
        self._must_be_open()
        self._must_ask(answers)
        both = {**self.answers, **answers}
        return replace(self, answers={name: taken for name, taken in both.items() if taken})

    def submit(
        self, answers: Answers, *, module: Module, pass_mark: int, at: datetime
    ) -> "Attempt":
        """Mark it: a question is right when exactly its right choices were taken.

        A scenario is right when it came to its end by right choices alone.

        Raises:
            AttemptSubmitted: it was handed in before.
            QuestionNotDrawn: an answer is to a question that it does not ask, or to a step that no
                choice before it leads to.
            Invalid: a choice is not one of its question.
        """
        self._must_be_open()
        walks = self._walks(module, answers)
        steps = {key_of(one, step) for one, way in walks for step, _ in way.taken}
        plain = {name: taken for name, taken in answers.items() if name not in steps}
        self._must_ask(plain)
        right = frozenset(
            name for name, taken in plain.items() if taken == module.question(name).right
        ) | {one.question_id for one, way in walks if way.right}
        return replace(
            self,
            submitted_at=at,
            answers=dict(answers),
            right=right,
            # In whole numbers: a score that was rounded first could miss the mark by its rounding.
            passed=100 * len(right) >= pass_mark * len(self.drawn),
        )

    def run_out(self, *, module: Module, pass_mark: int) -> "Attempt":
        """Mark what was kept when the time was up, as if it was handed in then."""
        assert self.due_at is not None
        return self.submit(self.answers, module=module, pass_mark=pass_mark, at=self.due_at)

    def answer_step(
        self, module: Module, *, question_id: str, step_id: str, choice_id: str
    ) -> "Attempt":
        """Return it with a step of a scenario answered; what comes next is known only after it.

        Raises:
            AttemptSubmitted: it was handed in before.
            QuestionNotDrawn: it has no such scenario or step.
            StepNotReached: no choice that was made leads to the step, so far.
            StepAnswered: another choice was made at it.
            Invalid: the choice is not one of the step.
        """
        self._must_be_open()
        drawn = any(each.question_id == question_id for each in self.drawn)
        scenario = module.scenario(question_id) if drawn else None
        step = scenario.step(step_id) if scenario else None
        if scenario is None or step is None:
            raise QuestionNotDrawn(Violation("step_id", "is not a step of this attempt"))
        if step.choice(choice_id) is None:
            raise Invalid(Violation("choice_id", "is not a choice of the step"))
        way = walk(scenario, self.answers)
        for there, taken in way.taken:
            if there == step and taken.choice_id != choice_id:
                raise StepAnswered("You chose at this step already.")
        if step != way.waiting and all(there != step for there, _ in way.taken):
            raise StepNotReached("Nothing that you chose leads to this step.")
        chosen = {key_of(scenario, step): frozenset({choice_id})}
        return replace(self, answers={**self.answers, **chosen})

    def _walks(self, module: Module, answers: Answers) -> list[tuple[Scenario, Walk]]:
        drawn = {each.question_id for each in self.drawn}
        scenarios = [each for each in module.scenarios if each.question_id in drawn]
        return [(each, walk(each, answers)) for each in scenarios]

    def _must_be_open(self) -> None:
        if self.submitted_at is not None:
            raise AttemptSubmitted("The attempt was handed in already.")

    def _must_ask(self, answers: Answers) -> None:
        asked = {
            each.question_id: frozenset(each.choice_ids) for each in self.drawn if each.choice_ids
        }
        strange = [
            Violation(f"answers.{name[:50]}", "is not a question of this attempt")
            for name in sorted(answers.keys() - asked.keys())
        ]
        if strange:
            raise QuestionNotDrawn(*strange)
        wrong = [
            Violation(f"answers.{name}", "takes a choice that the question does not have")
            for name, taken in sorted(answers.items())
            if taken - asked[name]
        ]
        if wrong:
            raise Invalid(*wrong)


def due(module: Module, *, started_at: datetime, percent: int = WHOLE) -> datetime | None:
    """Return when the time of an attempt is up, given the learner's share of it in per cent."""
    if module.limit_minutes is None:
        return None
    return started_at + timedelta(minutes=module.limit_minutes) * percent / WHOLE


def draw(module: Module, chance: Random) -> tuple[Drawn, ...]:
    """Draw questions from a module's bank, and the order of their choices; scenarios come last."""
    questions = tuple(
        Drawn(
            question_id=each.question_id,
            choice_ids=tuple(
                choice.choice_id for choice in chance.sample(each.choices, len(each.choices))
            ),
        )
        for each in chance.sample(module.bank, module.draw)
    )
    scenarios = (Drawn(question_id=each.question_id, choice_ids=()) for each in module.scenarios)
    return (*questions, *scenarios)
