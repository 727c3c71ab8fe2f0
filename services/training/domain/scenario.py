"""A scenario: a short situation in steps of one choice each, where what comes next hangs on it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChoice:
    """One thing to do, what to tell somebody who does it, and the step it leads to, if any."""

    choice_id: str
    text: str
    right: bool
    feedback: str
    leads_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A moment of a scenario, of whose choices one is taken."""

    step_id: str
    text: str
    choices: tuple[StepChoice, ...]

    def choice(self, choice_id: str) -> StepChoice | None:
        """Return one of its choices; None if it has none of that id."""
        return next((each for each in self.choices if each.choice_id == choice_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A situation that begins at its first step. Steps lead only to later ones, so it ends."""

    question_id: str
    text: str
    steps: tuple[Step, ...]
    feedback: str

    def step(self, step_id: str) -> Step | None:
        """Return one of its steps; None if it has none of that id."""
        return next((each for each in self.steps if each.step_id == step_id), None)


@dataclass(frozen=True, slots=True)
class Walk:
    """How far somebody came in a scenario: what they chose, and the step that waits, if any."""

    taken: tuple[tuple[Step, StepChoice], ...]
    waiting: Step | None

    @property
    def right(self) -> bool:
        """Tell whether it came to its end and every choice on the way was right."""
        return self.waiting is None and all(choice.right for _, choice in self.taken)


def key_of(scenario: Scenario, step: Step) -> str:
    """Return under which name the answer to a step is kept: no id has a slash."""
    return f"{scenario.question_id}/{step.step_id}"


def walk(scenario: Scenario, answers: Mapping[str, frozenset[str]]) -> Walk:
    """Return the way that answers lead; what is answered beside it is not looked at."""
    taken = list[tuple[Step, StepChoice]]()
    here: Step | None = scenario.steps[0]
    while here is not None:
        said = answers.get(key_of(scenario, here), frozenset())
        choice = here.choice(next(iter(said))) if len(said) == 1 else None
        if choice is None:
            return Walk(tuple(taken), here)
        taken.append((here, choice))
        here = scenario.step(choice.leads_to) if choice.leads_to is not None else None
    return Walk(tuple(taken), None)
