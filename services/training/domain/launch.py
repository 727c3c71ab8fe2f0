"""Where a launched unit stands: whose it is, in which enrolment, and what is on record of it.

A registration of cmi5 is an enrolment of ours, and has its id (docs/adr/0130).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from services.training.domain.cmi5_course import (
    CourseStructure,
    Satisfaction,
    Unit,
    UnitRecord,
    satisfaction,
)
from services.training.domain.cmi5_session import GRACE, LaunchMode, Rule, Session
from services.training.domain.errors import StatementRefused, StatementsFull, UnitNotFound
from services.training.domain.xapi import Account, Statement

FETCH_LIFE: Final = timedelta(minutes=15)
"""How long after a launch the address for its token may be asked."""

ABANDONED_AFTER: Final = timedelta(hours=4)
"""A session from which nothing came for so long is over (9.3.6)."""


MOST_STATEMENTS: Final = 20_000
"""Statements of one registration: some twenty for each unit of a course of a thousand."""


class Belonging(Enum):
    """What a statement must agree with besides the rules of its session."""

    ACTOR_NOT_THIS = "9.2: the actor is the one of the launch"
    REGISTRATION_NOT_THIS = "9.6.1: the registration is the one of the launch"
    OBJECT_NOT_THIS = "9.4: what cmi5 defines is said about the unit that was launched"
    VERSION_ENDED = "docs/adr/0137: the course's version was withdrawn, and its end has come"


class Waiver(Enum):
    """Why a unit is waived, in the specification's words (9.5.5.2)."""

    TESTED_OUT = "Tested Out"
    EQUIVALENT_AU = "Equivalent AU"
    EQUIVALENT_OUTSIDE = "Equivalent Outside Activity"
    ADMINISTRATIVE = "Administrative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """An enrolment in a package, as its units know it.

    `actor` stands for one learner in one course, and cannot be led back without our key.
    """

    registration: UUID
    actor: str
    course_id: UUID
    course_version: int
    opened_at: datetime
    satisfied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitStanding:
    """What is on record of one unit; `number` is its place in the course, from 1."""

    number: int
    record: UnitRecord
    satisfied_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Launched:
    """One launch with all that a statement is judged by. `heard_at` is when it last said a word.

    `statements` counts those of its registration, and `ends_at` is the end of its course's version
    if that was withdrawn, as it was read. `enrolled` is its registration, if it was read with it.
    """

    session: Session
    number: int
    activity_id: str
    actor: Account
    record: UnitRecord
    heard_at: datetime
    fetched_at: datetime | None = None
    statements: int = field(default=0, compare=False)
    ends_at: datetime | None = field(default=None, compare=False)
    enrolled: Registration | None = field(default=None, compare=False)

    @property
    def registration(self) -> UUID:
        """The registration."""
        return self.session.registration

    def hear(self, statement: Statement, *, at: datetime) -> "Launched":
        """Take one statement of the unit in.

        Raises:
            StatementRefused: it breaks a rule, or is not of this launch; the error names which.
        """
        said = statement.said
        others = {
            Belonging.ACTOR_NOT_THIS: statement.actor != self.actor,
            Belonging.REGISTRATION_NOT_THIS: statement.registration != self.registration,
            Belonging.OBJECT_NOT_THIS: said.defined and statement.activity_id != self.activity_id,
            Belonging.VERSION_ENDED: self.has_ended(at),
        }
        for rule, broken in others.items():
            if broken:
                raise StatementRefused(rule.name, rule.value)
        session, record = self.session.hear(said, self.record, received_at=at)
        return replace(self, session=session, record=record, heard_at=at)

    def has_ended(self, at: datetime) -> bool:
        """Return whether its course's version is not to be learnt any more.

        Who began it goes on until the end: what they did by then was asked of them by us.
        """
        normal = self.session.mode is LaunchMode.NORMAL
        return normal and self.ends_at is not None and at >= self.ends_at

    def has_room(self, more: int) -> bool:
        """Return whether so many more statements may be kept."""
        return self.statements + more <= MOST_STATEMENTS

    def must_have_room(self, more: int) -> None:
        """See that so many more statements may be kept.

        Raises:
            StatementsFull: the registration would have more than `MOST_STATEMENTS`.
        """
        if not self.has_room(more):
            raise StatementsFull(f"A registration has at most {MOST_STATEMENTS} statements.")

    def must_go_on(self, at: datetime) -> None:
        """See that the unit may still read and keep documents.

        Raises:
            StatementRefused: its session was abandoned, or ended a while ago, or its course's
                version did.
        """
        session = self.session
        over = session.ended_at is not None and at > session.ended_at + GRACE
        for rule, broken in (
            (Rule.SESSION_ABANDONED, session.abandoned_at is not None),
            (Rule.SESSION_OVER, over),
            (Belonging.VERSION_ENDED, self.has_ended(at)),
        ):
            if broken:
                raise StatementRefused(rule.name, rule.value)

    def may_fetch(self, at: datetime) -> bool:
        """Return whether the token may be given: once, soon, to a session that goes on."""
        fresh = at <= self.session.launched_at + FETCH_LIFE
        return self.fetched_at is None and self.session.open and fresh


def unit_at(course: CourseStructure, number: int) -> Unit:
    """Return a unit by its place, from 1.

    Raises:
        UnitNotFound: the course has no such unit.
    """
    for place, unit in enumerate(course.units(), start=1):
        if place == number:
            return unit
    raise UnitNotFound("The course has no such unit.")


def newly_satisfied(
    course: CourseStructure,
    before: Mapping[str, UnitRecord] | None,
    after: Mapping[str, UnitRecord],
) -> Satisfaction:
    """Return what is satisfied now and was not; `before` is None for a registration just opened."""
    now = satisfaction(course, after)
    was = Satisfaction() if before is None else satisfaction(course, before)
    return Satisfaction(now.blocks - was.blocks, now.course and not was.course)


def activity_id(site: str, course_id: UUID, version: int, kind: str, publisher_id: str) -> str:
    """Return our id of a unit, block or course: an address that nobody else's id equals (8.1.5).

    `kind` is `unit`, `block` or `course`; an author may give two of them the same id.
    """
    whole = uuid5(NAMESPACE_URL, f"{course_id}:{version}:{kind}:{publisher_id}")
    return f"{site}/xapi/activities/{whole}"
