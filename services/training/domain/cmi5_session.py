"""What a launched unit may say, in which order, and what comes of it (cmi5 Quartz, 7 and 9).

A session begins when we launch a unit and ends when the unit says so, or when the learner opens it
again. Whatever breaks a rule is refused with the rule's name: nothing is voided afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Final
from uuid import UUID

from services.training.domain.cmi5_course import UnitRecord
from services.training.domain.errors import StatementRefused

GRACE: Final = timedelta(seconds=30)
"""How long after `terminated` came what was said before it may still come in (9.3.8)."""


CLOCK_WRONG_BY: Final = timedelta(days=1)
"""How far a learner's clock may be from ours, either way (docs/adr/0137).

A device set to the wrong zone is wrong by up to 14 hours, one that took noon for midnight by 12;
one whose battery died says a year long past.
"""


class Verb(Enum):
    """The verbs that cmi5 defines, by their ids (9.3)."""

    LAUNCHED = "http://adlnet.gov/expapi/verbs/launched"
    INITIALIZED = "http://adlnet.gov/expapi/verbs/initialized"
    COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
    PASSED = "http://adlnet.gov/expapi/verbs/passed"
    FAILED = "http://adlnet.gov/expapi/verbs/failed"
    ABANDONED = "https://w3id.org/xapi/adl/verbs/abandoned"
    WAIVED = "https://w3id.org/xapi/adl/verbs/waived"
    TERMINATED = "http://adlnet.gov/expapi/verbs/terminated"
    SATISFIED = "https://w3id.org/xapi/adl/verbs/satisfied"


OURS: Final = frozenset({Verb.LAUNCHED, Verb.ABANDONED, Verb.WAIVED, Verb.SATISFIED})
"""Said by the platform alone."""

JUDGING: Final = frozenset({Verb.COMPLETED, Verb.PASSED, Verb.FAILED})
"""What a unit says about how well somebody did."""


class LaunchMode(Enum):
    """What a launch is for (10.2.2). Only in `NORMAL` anything is judged."""

    NORMAL = "Normal"
    BROWSE = "Browse"
    REVIEW = "Review"


class Rule(Enum):
    """A rule that a statement can break, and where it is written."""

    SESSION_NOT_THIS = "9.6.3.1: the session id is the one of the launch"
    SESSION_ABANDONED = "9.3.6: nothing is recorded for a session that was abandoned"
    SESSION_OVER = "9.3.8: nothing is recorded once the time after `terminated` is over"
    TIMESTAMP_BEFORE_LAUNCH = "xAPI 2.4.7: `timestamp` is at most a day before the launch"
    TIMESTAMP_AHEAD = "xAPI 2.4.7: `timestamp` is at most a day ahead of our clock"
    VERB_OF_THE_LMS = "9.3: launched, abandoned, waived and satisfied are said by the LMS"
    VOIDING = "6.3: a unit voids nothing"
    INITIALIZED_FIRST = "9.3: `initialized` is the first statement"
    TERMINATED_LAST = "9.3: `terminated` is the last statement"
    VERB_ONCE_A_SESSION = "9.3: no verb comes twice in a session"
    PASSED_OR_FAILED = "9.3: a session has `passed` or `failed`, never both"
    COMPLETED_ONCE = "9.3.3: `completed` comes once in a registration"
    PASSED_ONCE = "9.3.4: `passed` comes once in a registration"
    FAILED_AFTER_PASSED = "9.3: `failed` never follows `passed` in a registration"
    MODE_JUDGES_NOTHING = "10.2.2: Browse and Review send only `initialized` and `terminated`"
    PASSED_BELOW_MASTERY = "9.3.4: the score of `passed` is at least masteryScore"
    FAILED_AT_MASTERY = "9.3.5: the score of `failed` is below masteryScore"
    SCORE_OUT_OF_RANGE = "9.5.1: `scaled` is from 0 to 1; `raw` needs `min` and `max` about it"
    SCORE_NOT_HERE = "9.5.1: only `passed` and `failed` have a score"
    SUCCESS_WRONG = "9.5.2: `success` is true of `passed`, false of `failed`, of nothing else"
    COMPLETION_WRONG = "9.5.3: `completion` is true of `completed`, and of nothing else"
    DURATION_MISSING = "9.5.4.1: completed, passed, failed and terminated say a duration"
    MASTERY_NOT_SAID = "9.6.3.2: what is judged by a masteryScore says it"
    MOVE_ON_CATEGORY = "9.6.2.2: the moveOn category stands where success or completion does"
    GROUPING_MISSING = "9.6.2: the launch's context template is kept, with the author's id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well it went; what was not said is None."""

    scaled: Decimal | None = None
    raw: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def in_range(self) -> bool:
        """Return whether the numbers fit each other (9.5.1)."""
        if self.scaled is not None and not 0 <= self.scaled <= 1:
            return False
        if self.raw is None:
            return self.least is None or self.most is None or self.least < self.most
        if self.least is None or self.most is None:
            return False
        return self.least < self.most and self.least <= self.raw <= self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a statement says, as far as cmi5 judges it.

    `verb` is None for a verb of the author's own. `defined` tells statements that carry the cmi5
    category (9.6.2.1), and are judged by all rules, from those that are merely allowed.
    """

    session_id: str
    timestamp: datetime
    verb: Verb | None
    defined: bool
    voids: bool = False
    score: Score | None = None
    success: bool | None = None
    completion: bool | None = None
    has_duration: bool = False
    move_on_category: bool = False
    groupings: frozenset[str] = frozenset()
    mastery_said: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One launch of one unit: what it was launched with, and what came of it so far."""

    session_id: str
    registration: UUID
    publisher_id: str
    mode: LaunchMode
    launched_at: datetime
    mastery_score: Decimal | None = None
    verbs: frozenset[Verb] = frozenset()
    initialized_at: datetime | None = None
    last_at: datetime | None = None
    terminated_at: datetime | None = None
    ended_at: datetime | None = None
    abandoned_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Return whether the unit may still go on."""
        return self.terminated_at is None and self.abandoned_at is None

    def abandon(self, at: datetime) -> "Session":
        """End it, because the unit was opened again or nothing came for too long (9.3.6)."""
        return replace(self, abandoned_at=at)

    @property
    def lasted(self) -> timedelta:
        """Return how long it went: from the launch to the last that the unit said (9.5.4.2)."""
        return max((self.last_at or self.launched_at) - self.launched_at, timedelta())

    def hear(
        self, said: Said, record: UnitRecord, *, received_at: datetime
    ) -> "tuple[Session, UnitRecord]":
        """Take a statement of the unit in, or refuse it; `record` is of all its sessions.

        What is judged comes in the order of timestamps (9.3): a statement that was made before
        `terminated` may come after it, for as long as `GRACE`.

        Raises:
            StatementRefused: it breaks a rule, which the error names.
        """
        for rule in _broken(self, said, record, received_at):
            raise StatementRefused(rule.name, rule.value)
        verb = said.verb if said.defined else None
        heard = replace(
            self,
            verbs=self.verbs | {verb} if verb else self.verbs,
            initialized_at=said.timestamp if verb is Verb.INITIALIZED else self.initialized_at,
            last_at=max(self.last_at or said.timestamp, said.timestamp),
            terminated_at=said.timestamp if verb is Verb.TERMINATED else self.terminated_at,
            ended_at=received_at if verb is Verb.TERMINATED else self.ended_at,
        )
        return heard, UnitRecord(
            completed=record.completed or verb is Verb.COMPLETED,
            passed=record.passed or verb is Verb.PASSED,
            waived=record.waived,
        )


def _broken(
    session: Session, said: Said, record: UnitRecord, received_at: datetime
) -> Iterator[Rule]:
    """Yield every rule that a statement breaks; what says most about it comes first."""
    looks = [_of_any_statement(session, said, received_at)]
    if said.defined:
        looks += [_of_order(session, said, record), _of_result(session, said)]
    for rules in looks:
        yield from (rule for rule, broken in rules.items() if broken)


def _of_any_statement(session: Session, said: Said, received_at: datetime) -> dict[Rule, bool]:
    begins = said.defined and said.verb is Verb.INITIALIZED
    late = session.ended_at is not None and received_at > session.ended_at + GRACE
    after = session.terminated_at is not None and said.timestamp > session.terminated_at
    before = session.initialized_at is not None and said.timestamp < session.initialized_at
    return {
        Rule.SESSION_NOT_THIS: said.session_id != session.session_id,
        Rule.SESSION_ABANDONED: session.abandoned_at is not None,
        Rule.SESSION_OVER: late,
        Rule.VOIDING: said.voids,
        Rule.TIMESTAMP_BEFORE_LAUNCH: said.timestamp < session.launched_at - CLOCK_WRONG_BY,
        Rule.TIMESTAMP_AHEAD: said.timestamp > received_at + CLOCK_WRONG_BY,
        Rule.INITIALIZED_FIRST: before or (session.initialized_at is None and not begins),
        Rule.TERMINATED_LAST: after,
        Rule.GROUPING_MISSING: session.publisher_id not in said.groupings,
    }


def _of_order(session: Session, said: Said, record: UnitRecord) -> dict[Rule, bool]:
    verb = said.verb
    other = {Verb.PASSED: Verb.FAILED, Verb.FAILED: Verb.PASSED}
    too_soon = session.last_at is not None and said.timestamp < session.last_at
    return {
        Rule.VERB_OF_THE_LMS: verb is None or verb in OURS,
        Rule.VERB_ONCE_A_SESSION: verb in session.verbs,
        Rule.TERMINATED_LAST: verb is Verb.TERMINATED and too_soon,
        Rule.PASSED_OR_FAILED: verb in other and other[verb] in session.verbs,
        Rule.MODE_JUDGES_NOTHING: verb in JUDGING and session.mode is not LaunchMode.NORMAL,
        Rule.COMPLETED_ONCE: verb is Verb.COMPLETED and record.completed,
        Rule.PASSED_ONCE: verb is Verb.PASSED and record.passed,
        Rule.FAILED_AFTER_PASSED: verb is Verb.FAILED and record.passed,
    }


def _of_result(session: Session, said: Said) -> dict[Rule, bool]:
    verb, score, mastery = said.verb, said.score, session.mastery_score
    judged = verb in (Verb.PASSED, Verb.FAILED)
    scaled = score.scaled if score else None
    by_mastery = judged and mastery is not None and scaled is not None
    says_how = said.success is not None or said.completion is not None
    below = by_mastery and scaled is not None and mastery is not None and scaled < mastery
    return {
        Rule.SCORE_NOT_HERE: score is not None and not judged,
        Rule.SCORE_OUT_OF_RANGE: score is not None and not score.in_range,
        Rule.SUCCESS_WRONG: said.success
        is not {Verb.PASSED: True, Verb.FAILED: False}.get(verb or Verb.LAUNCHED),
        Rule.COMPLETION_WRONG: said.completion is not (True if verb is Verb.COMPLETED else None),
        Rule.DURATION_MISSING: verb in JUDGING | {Verb.TERMINATED} and not said.has_duration,
        Rule.PASSED_BELOW_MASTERY: verb is Verb.PASSED and below,
        Rule.FAILED_AT_MASTERY: verb is Verb.FAILED and by_mastery and not below,
        Rule.MASTERY_NOT_SAID: by_mastery and said.mastery_said != mastery,
        Rule.MOVE_ON_CATEGORY: says_how is not said.move_on_category,
    }
