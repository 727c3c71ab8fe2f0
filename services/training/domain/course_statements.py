"""What the platform says of attempts at its own courses, as statements of xAPI.

Each marked question is `answered`, each attempt `passed` or `failed`, a module that was passed and
a course whose modules all were `completed`, and that course `satisfied`. Which choices are right is
in no statement: its learner may read it (docs/adr/0138).
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from services.training.domain.attempt import Attempt, Drawn
from services.training.domain.cmi5_session import Said
from services.training.domain.launch import Registration
from services.training.domain.lms_statements import moment
from services.training.domain.xapi import MASTERY_SCORE, Account, Statement

AUTHORITY: Final = "assessment"
"""The account that vouches for them. What a unit says of its authority is not kept."""

CHOICES: Final = "[,]"
"""Between choices, and between steps (xAPI 1.0.3 part 2, 2.4.4.1)."""

STEP: Final = "[.]"
"""Between a step of a scenario and the choice at it."""

_TYPES: Final = "http://adlnet.gov/expapi/activities/"
_INTERACTION: Final = f"{_TYPES}cmi.interaction"


class Told(Enum):
    """What is said of attempts: xAPI verbs by their ids."""

    ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
    PASSED = "http://adlnet.gov/expapi/verbs/passed"
    FAILED = "http://adlnet.gov/expapi/verbs/failed"
    COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
    SATISFIED = "https://w3id.org/xapi/adl/verbs/satisfied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who says it, and of whose registration; `site` begins every id."""

    site: str
    registration: Registration
    pass_mark: int
    new_id: Callable[[], UUID]

    @property
    def course(self) -> str:
        """The id of the version of the course."""
        of = self.registration
        return f"{self.site}/xapi/courses/{of.course_id}/versions/{of.course_version}"

    def module(self, module_id: UUID) -> str:
        """Return the id of one of its modules."""
        return f"{self.course}/modules/{module_id}"


def attempt_statements(
    teller: Teller, attempts: Sequence[Attempt], *, course_completed: bool
) -> list[Statement]:
    """Return all that is said of attempts that were handed in, in the order of saying it.

    With `course_completed` the last of them completed the course.
    """
    said = [one for each in attempts for one in _of_attempt(teller, each)]
    if course_completed:
        of, last = teller.course, attempts[-1]
        course = {"objectType": "Activity", "id": of, "definition": {"type": f"{_TYPES}course"}}
        done = {"completion": True}
        said.append(_statement(teller, Told.COMPLETED, course, last, result=done))
        said.append(_statement(teller, Told.SATISFIED, course, last))
    return said


def _of_attempt(teller: Teller, attempt: Attempt) -> Iterator[Statement]:
    for drawn in attempt.drawn:
        yield _answered(teller, attempt, drawn)
    place = teller.module(attempt.module_id)
    module = {"objectType": "Activity", "id": place, "definition": {"type": f"{_TYPES}module"}}
    verdict = Told.PASSED if attempt.passed else Told.FAILED
    yield _statement(teller, verdict, module, attempt, result=_judged(attempt))
    if attempt.passed:
        yield _statement(teller, Told.COMPLETED, module, attempt, result={"completion": True})


def _answered(teller: Teller, attempt: Attempt, drawn: Drawn) -> Statement:
    name = quote(drawn.question_id, safe="")
    interaction = (
        {"interactionType": "choice", "choices": [{"id": each} for each in drawn.choice_ids]}
        if drawn.choice_ids
        else {"interactionType": "matching"}
    )
    question = {
        "objectType": "Activity",
        "id": f"{teller.module(attempt.module_id)}/questions/{name}",
        "definition": {"type": _INTERACTION} | interaction,
    }
    result = {
        "response": _response(attempt, drawn),
        "success": drawn.question_id in attempt.right,
        "completion": True,
    }
    return _statement(teller, Told.ANSWERED, question, attempt, result=result)


def _response(attempt: Attempt, drawn: Drawn) -> str:
    """Return the choices taken; of a scenario, each step with the choice at it."""
    if drawn.choice_ids:
        return CHOICES.join(sorted(attempt.answers.get(drawn.question_id, ())))
    begins = f"{drawn.question_id}/"
    return CHOICES.join(
        f"{key.removeprefix(begins)}{STEP}{choice}"
        for key, taken in sorted(attempt.answers.items())
        if key.startswith(begins)
        for choice in sorted(taken)
    )


def _judged(attempt: Attempt) -> dict[str, Any]:
    assert attempt.submitted_at is not None  # only what was handed in is told of
    right, asked = len(attempt.right), len(attempt.drawn)
    lasted = (attempt.submitted_at - attempt.started_at).total_seconds()
    return {
        "score": {"scaled": right / asked, "raw": right, "min": 0, "max": asked},
        "success": attempt.passed,
        "duration": f"PT{max(lasted, 0):.2f}S",
    }


def _statement(
    teller: Teller,
    verb: Told,
    about: Mapping[str, Any],
    attempt: Attempt,
    *,
    result: Mapping[str, Any] | None = None,
) -> Statement:
    at, of = attempt.submitted_at, teller.registration
    assert at is not None  # only what was handed in is told of
    actor = Account(teller.site, of.actor)
    tried = f"{teller.module(attempt.module_id)}/attempts/{attempt.attempt_id}"
    kind = {"type": f"{_TYPES}attempt"}
    document = {
        "id": str(statement_id := teller.new_id()),
        "actor": _agent(actor),
        "verb": {"id": verb.value, "display": {"en": verb.name.lower()}},
        "object": dict(about),
        "context": {
            "registration": str(of.registration),
            "contextActivities": {
                "parent": [{"objectType": "Activity", "id": tried, "definition": kind}],
                "grouping": [{"objectType": "Activity", "id": teller.course}],
            },
            "extensions": {MASTERY_SCORE: teller.pass_mark / 100},
        },
        "timestamp": moment(at),
        "authority": _agent(Account(teller.site, AUTHORITY)),
    } | ({"result": dict(result)} if result else {})
    whole = json.dumps(document).encode()
    return Statement(
        statement_id=statement_id,
        actor=actor,
        verb_id=verb.value,
        activity_id=about["id"],
        registration=of.registration,
        timestamp=at,
        said=Said(session_id=str(attempt.attempt_id), timestamp=at, verb=None, defined=False),
        progress=None,
        document=whole,
        digest=hashlib.sha256(whole).digest(),
    )


def _agent(actor: Account) -> dict[str, Any]:
    account = {"homePage": actor.home_page, "name": actor.name}
    return {"objectType": "Agent", "account": account}
