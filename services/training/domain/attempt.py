"""One try at a module: questions drawn once, answers kept as they come and marked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from services.training.domain.course import Module
from services.training.domain.errors import AttemptSubmitted, QuestionNotDrawn

Answers = Mapping[str, frozenset[str]]
"""The choices taken, by question."""

GRACE: Final = timedelta(seconds=15)
"""How long after the time is up answers are still taken: what was sent in time is on its way."""

WHOLE: Final = 100
"""The time that a course gives, in per cent: whoever asked for no more has this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A question of an attempt, with its choices in the order in which they are shown."""

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

        Raises:
            AttemptSubmitted: it was handed in before.
            QuestionNotDrawn: an answer is to a question that it does not ask.
            Invalid: a choice is not one of its question.
        """
        self._must_be_open()
        self._must_ask(answers)
        right = frozenset(
            name for name, taken in answers.items() if taken == module.question(name).right
        )
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

    def _must_be_open(self) -> None:
        if self.submitted_at is not None:
            raise AttemptSubmitted("The attempt was handed in already.")

    def _must_ask(self, answers: Answers) -> None:
        asked = {each.question_id: frozenset(each.choice_ids) for each in self.drawn}
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
    """Draw questions from a module's bank, and the order of their choices."""
    return tuple(
        Drawn(
            question_id=each.question_id,
            choice_ids=tuple(
                choice.choice_id for choice in chance.sample(each.choices, len(each.choices))
            ),
        )
        for each in chance.sample(module.bank, module.draw)
    )
