"""What a SCO reports through its API, as the words of cmi5 that the platform keeps.

SCORM 1.2 (RTE 3.4) has one `lesson_status`; 2004 (RTE 4.2) tells completion from success. Neither
says things: they set values, again and again. What is said comes of it once: `completed` and
`passed` at once, `failed` only at the end, since a session says one of the two (cmi5, 9.3).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final

from chassis.errors import Invalid, Violation
from services.training.domain.cmi5_session import LaunchMode, Rule, Score, Verb
from services.training.domain.errors import StatementRefused
from services.training.domain.launch import Launched

MOST_ELEMENTS: Final = 5_000
LONGEST_SUSPENDED: Final = 64_000
"""Characters of suspend data that 2004 asks for (RTE 4.2.23); 1.2 asks for fewer."""

LONGEST_LOCATION: Final = 1_000
_LONGEST_NUMBER: Final = 30
_PLACES: Final = Decimal("0.0001")
_HUNDRED: Final = Decimal(100)
_OLD_TIME: Final = re.compile(r"([0-9]{2,4}):([0-9]{2}):([0-9]{2}(?:\.[0-9]{1,2})?)")
_NEW_TIME: Final = re.compile(
    r"P(?!$)(?:[0-9]+Y)?(?:[0-9]+M)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]{1,2})?)S)?)?"
)


class RunTime(Enum):
    """Which run-time a unit speaks to; the third and fourth edition of 2004 share one."""

    OLD = "1.2"
    NEW = "2004"


class Forged(Enum):
    """What a report breaks that the rules of cmi5 do not name."""

    SCORE_MISSING = "What has a masteryScore is passed by a score, not by a status alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a unit has set so far. `success` is None for nothing said; `spent` is of this session.

    `statuses` are its own words, to be given back to it: `lesson_status`, or completion and
    success.
    """

    statuses: tuple[str, ...]
    completed: bool
    success: bool | None
    score: Score | None
    location: str
    suspended: str
    spent: timedelta
    leaves_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One thing that a report comes to; what it does not say is None."""

    verb: Verb
    success: bool | None = None
    completion: bool | None = None
    scaled: Decimal | None = None


_STATUSES: Final = {
    "": (False, None),
    "not attempted": (False, None),
    "incomplete": (False, None),
    "browsed": (False, None),
    "completed": (True, None),
    "passed": (True, True),
    "failed": (False, False),
}
"""Whether each lesson_status of 1.2 is completed, and passed (RTE 3.4.4)."""

_COMPLETIONS: Final = {
    "": False,
    "unknown": False,
    "not attempted": False,
    "incomplete": False,
    "completed": True,
}
_SUCCESSES: Final = {"": None, "unknown": None, "passed": True, "failed": False}


READ: Final = {
    RunTime.OLD: frozenset(
        {"cmi.core.lesson_status", "cmi.core.score.raw", "cmi.core.score.min"}
        | {"cmi.core.score.max", "cmi.core.lesson_location", "cmi.suspend_data"}
        | {"cmi.core.session_time", "cmi.core.exit"}
    ),
    RunTime.NEW: frozenset(
        {"cmi.completion_status", "cmi.success_status", "cmi.score.scaled", "cmi.score.raw"}
        | {"cmi.score.min", "cmi.score.max", "cmi.location", "cmi.suspend_data"}
        | {"cmi.session_time", "cmi.exit"}
    ),
}
"""The elements that a report is made of; what else a unit sets need not be sent.

A page that goes away may leave 64 KiB on the way (Fetch, "keepalive"): answers of a few hundred
interactions are more, and the longest suspend data of 2004 is just less.
"""


def report(run_time: RunTime, elements: Mapping[str, str]) -> Report:
    """Return what the elements of the data model come to; what is not of it is passed over.

    Raises:
        Invalid: a value is too long, or none of those that the element may have.
    """
    if len(elements) > MOST_ELEMENTS:
        raise Invalid(Violation("elements", f"must be at most {MOST_ELEMENTS}"))
    return (_old if run_time is RunTime.OLD else _new)(_Elements(elements))


def spoken(launched: Launched, said: Report, *, finished: bool) -> tuple[Spoken, ...]:
    """Return what is to be said that the session and its registration have not said.

    Where there is a masteryScore the score decides (1.2 RTE 3.4.4; 2004 RTE 4.2.22). Who says that
    they passed below it is refused when it is heard; who says less than their score, passed.

    Raises:
        StatementRefused: the unit has not begun or has ended; its score is outside of its range;
            or it is passed without the score that it needs.
    """
    session, record = launched.session, launched.record
    for rule, broken in (
        (Rule.INITIALIZED_FIRST, session.initialized_at is None),
        (Rule.TERMINATED_LAST, session.terminated_at is not None),
    ):
        if broken:
            raise StatementRefused(rule.name, rule.value)
    found: list[Spoken] = []
    if session.mode is LaunchMode.NORMAL:
        mastery = session.mastery_score
        scaled = _scaled(said.score)
        success = said.success
        if mastery is not None and scaled is None and success:
            raise StatementRefused(Forged.SCORE_MISSING.name, Forged.SCORE_MISSING.value)
        if mastery is not None and scaled is not None and not success:
            success = True if scaled >= mastery else False if said.completed else success
        if said.completed and not record.completed:
            found.append(Spoken(verb=Verb.COMPLETED, completion=True))
        judged = record.passed or {Verb.PASSED, Verb.FAILED} & session.verbs
        if success and not judged:
            found.append(Spoken(verb=Verb.PASSED, success=True, scaled=scaled))
        if success is False and finished and not said.leaves_open and not judged:
            found.append(Spoken(verb=Verb.FAILED, success=False, scaled=scaled))
    if finished:
        found.append(Spoken(verb=Verb.TERMINATED))
    return tuple(found)


def _scaled(score: Score | None) -> Decimal | None:
    """Return a score from 0 to 1, rounded down: it reaches no mark by its rounding.

    Raises:
        StatementRefused: its numbers do not fit each other.
    """
    if score is None:
        return None
    if not score.in_range:
        rule = Rule.SCORE_OUT_OF_RANGE
        raise StatementRefused(rule.name, rule.value)
    if score.scaled is not None:
        return score.scaled.quantize(_PLACES, "ROUND_DOWN")
    if score.raw is None or score.least is None or score.most is None:
        return None
    part = (score.raw - score.least) / (score.most - score.least)
    return part.quantize(_PLACES, "ROUND_DOWN")


@dataclass(frozen=True, slots=True)
class _Elements:
    said: Mapping[str, str]

    def text(self, name: str, most: int) -> str:
        value = self.said.get(name, "")
        if len(value) > most or "\0" in value:
            raise Invalid(Violation(name, f"must have at most {most} characters"))
        return value

    def number(self, name: str) -> Decimal | None:
        value = self.text(name, _LONGEST_NUMBER).strip()
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise Invalid(Violation(name, "must be a number"))
        return number

    def one_of(self, name: str, known: Mapping[str, object]) -> str:
        value = self.said.get(name, "")
        if value not in known:
            raise Invalid(Violation(name, "is none of the words that it may be"))
        return value

    def lasted(self, name: str, form: re.Pattern[str]) -> timedelta:
        value = self.text(name, 100)
        if not value:
            return timedelta()
        found = form.fullmatch(value)
        if found is None:
            raise Invalid(Violation(name, "must be a time as SCORM writes it"))
        days, hours, minutes, seconds = ("0", *found.groups())[-4:]
        return timedelta(
            days=min(int(days or 0), 366),
            hours=min(int(hours or 0), 9_999),
            minutes=min(int(minutes or 0), 99_999),
            seconds=min(float(seconds or 0), 9_999_999),
        )


def _old(of: _Elements) -> Report:
    status = of.one_of("cmi.core.lesson_status", _STATUSES)
    completed, success = _STATUSES[status]
    raw = of.number("cmi.core.score.raw")
    score = None
    if raw is not None:
        least, most = of.number("cmi.core.score.min"), of.number("cmi.core.score.max")
        score = Score(
            raw=raw,
            least=Decimal(0) if least is None else least,
            most=_HUNDRED if most is None else most,
        )
    return Report(
        statuses=(status,),
        completed=completed,
        success=success,
        score=score,
        location=of.text("cmi.core.lesson_location", LONGEST_LOCATION),
        suspended=of.text("cmi.suspend_data", LONGEST_SUSPENDED),
        spent=of.lasted("cmi.core.session_time", _OLD_TIME),
        leaves_open=of.text("cmi.core.exit", 50) == "suspend",
    )


def _new(of: _Elements) -> Report:
    completion = of.one_of("cmi.completion_status", _COMPLETIONS)
    success = of.one_of("cmi.success_status", _SUCCESSES)
    scaled, raw = of.number("cmi.score.scaled"), of.number("cmi.score.raw")
    least, most = of.number("cmi.score.min"), of.number("cmi.score.max")
    whole = raw is not None and least is not None and most is not None
    score = None
    if scaled is not None or whole:
        score = Score(
            scaled=scaled,
            raw=raw if whole else None,
            least=least if whole else None,
            most=most if whole else None,
        )
    return Report(
        statuses=(completion, success),
        completed=_COMPLETIONS[completion],
        success=_SUCCESSES[success],
        score=score,
        location=of.text("cmi.location", LONGEST_LOCATION),
        suspended=of.text("cmi.suspend_data", LONGEST_SUSPENDED),
        spent=of.lasted("cmi.session_time", _NEW_TIME),
        leaves_open=of.text("cmi.exit", 50) == "suspend",
    )
