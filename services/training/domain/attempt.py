"""One try at a module: questions drawn once, answers marked once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from uuid import UUID

from chassis.errors import Invalid, Violation
from services.training.domain.course import Module
from services.training.domain.errors import AttemptSubmitted, QuestionNotDrawn

Answers = Mapping[str, frozenset[str]]
"""The choices taken, by question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A question of an attempt, with its choices in the order in which they are shown."""

    question_id: str
    choice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is asked, and after it was handed in what was answered and how it was marked."""

    attempt_id: UUID
    enrolment_id: UUID
    module_id: UUID
    number: int
    drawn: tuple[Drawn, ...]
    started_at: datetime
    submitted_at: datetime | None = None
    answers: Answers = field(default_factory=dict)
    right: frozenset[str] = frozenset()
    passed: bool = False

    @property
    def score(self) -> int:
        """Return the questions answered right, in per cent, rounded down."""
        return 100 * len(self.right) // len(self.drawn)

    def submit(
        self, answers: Answers, *, module: Module, pass_mark: int, at: datetime
    ) -> "Attempt":
        """Mark it: a question is right when exactly its right choices were taken.

        Raises:
            AttemptSubmitted: it was handed in before.
            QuestionNotDrawn: an answer is to a question that it does not ask.
            Invalid: a choice is not one of its question.
        """
        if self.submitted_at is not None:
            raise AttemptSubmitted("The attempt was handed in already.")
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
