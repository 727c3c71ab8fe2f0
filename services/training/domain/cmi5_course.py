"""A cmi5 course: blocks of assignable units, and when each of them is satisfied.

cmi5 (Quartz), 9.3.9 and 13.1: a unit is satisfied by its `moveOn` rule or because it was waived, a
block when all that is in it is satisfied, the course when all of it is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Final

LangString = Mapping[str, str]
"""The same words by language tag (RFC 5646); the tag is empty where none was given."""

NAMESPACE: Final = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
"""Of a course structure as XML (14.0)."""

MOST_DEPTH: Final = 20
"""How deep blocks stand in each other; the specification has no bound."""


class MoveOn(Enum):
    """What satisfies a unit (13.1.4); the values are the specification's."""

    PASSED = "Passed"
    COMPLETED = "Completed"
    COMPLETED_AND_PASSED = "CompletedAndPassed"
    COMPLETED_OR_PASSED = "CompletedOrPassed"
    NOT_APPLICABLE = "NotApplicable"

    def met(self, *, completed: bool, passed: bool) -> bool:
        """Return whether what is on record of a unit is enough."""
        return {
            MoveOn.PASSED: passed,
            MoveOn.COMPLETED: completed,
            MoveOn.COMPLETED_AND_PASSED: completed and passed,
            MoveOn.COMPLETED_OR_PASSED: completed or passed,
            MoveOn.NOT_APPLICABLE: True,
        }[self]


class LaunchMethod(Enum):
    """In which window a unit may be opened (8.1)."""

    ANY_WINDOW = "AnyWindow"
    OWN_WINDOW = "OwnWindow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An assignable unit: what is launched. `publisher_id` is the author's, and never launched by.

    `url` is as the author wrote it: relative to the package, or a whole address elsewhere.
    `mastery_score` is from 0 to 1 with at most four decimal places; None where none is asked.
    """

    publisher_id: str
    title: LangString
    description: LangString
    url: str
    move_on: MoveOn = MoveOn.NOT_APPLICABLE
    mastery_score: Decimal | None = None
    launch_method: LaunchMethod = LaunchMethod.ANY_WINDOW
    launch_parameters: str | None = None
    entitlement_key: str | None = None
    activity_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What groups units and further blocks."""

    publisher_id: str
    title: LangString
    description: LangString
    children: "tuple[Unit | Block, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseStructure:
    """A whole course, in the order in which it is gone through."""

    publisher_id: str
    title: LangString
    description: LangString
    children: tuple[Unit | Block, ...]

    def units(self) -> Iterator[Unit]:
        """Yield every unit, in the course's order."""
        for each in _walk(self.children):
            if isinstance(each, Unit):
                yield each

    def blocks(self) -> Iterator[Block]:
        """Yield every block, each before what is in it."""
        for each in _walk(self.children):
            if isinstance(each, Block):
                yield each


def _walk(children: Iterable[Unit | Block]) -> Iterator[Unit | Block]:
    for each in children:
        yield each
        if isinstance(each, Block):
            yield from _walk(each.children)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """What is on record of one unit in one registration, over all its sessions."""

    completed: bool = False
    passed: bool = False
    waived: bool = False


NOTHING: Final = UnitRecord()


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Which blocks are satisfied, by the author's id, and whether the course is."""

    blocks: frozenset[str] = field(default_factory=frozenset)
    course: bool = False


def satisfied(unit: Unit, record: UnitRecord) -> bool:
    """Return whether a unit is satisfied: its rule is met, or it was waived."""
    return record.waived or unit.move_on.met(completed=record.completed, passed=record.passed)


def satisfaction(course: CourseStructure, records: Mapping[str, UnitRecord]) -> Satisfaction:
    """Return what is satisfied; `records` are by the author's id of the unit, none is nothing.

    Also to be asked when somebody enrols: a course may ask nothing of anybody (9.6.1).
    """
    done: set[str] = set()

    def all_of(children: Iterable[Unit | Block]) -> bool:
        # Every block is looked at, though one before it is not satisfied.
        met = [one(each) for each in children]
        return all(met)

    def one(each: Unit | Block) -> bool:
        if isinstance(each, Unit):
            return satisfied(each, records.get(each.publisher_id, NOTHING))
        whole = all_of(each.children)
        if whole:
            done.add(each.publisher_id)
        return whole

    course_met = all_of(course.children)
    return Satisfaction(frozenset(done), course_met)
