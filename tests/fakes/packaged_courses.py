"""A package to launch, and what a unit of it says."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from services.training.domain.cmi5_course import (
    Block,
    CourseStructure,
    MoveOn,
    Unit,
    UnitRecord,
)
from services.training.domain.cmi5_session import JUDGING, LaunchMode, Session, Verb
from services.training.domain.errors import UnitNotFound
from services.training.domain.launch import Launched, Registration, UnitStanding, activity_id
from services.training.domain.unit_documents import DocumentKind, DocumentPlace, UnitDocument
from services.training.domain.xapi import (
    CMI5_CATEGORY,
    MASTERY_SCORE,
    MOVE_ON_CATEGORY,
    SESSION_ID,
    Account,
    Statement,
)
from services.training.inbound.xapi_json import read_statements
from tests.fakes.training import COURSE_ID, NOON

if TYPE_CHECKING:
    from tests.fakes.training import MemoryTrainingStores

SITE = "https://isp.example"
ORIGIN = "http://a-package.localhost:8081"
PACKAGE_ID = UUID("6f1d2f5e-9a3b-4f0c-8f6d-0f6a2b7c9d11")
NAMED = {"en": "A name"}
MASTERY = Decimal("0.8")


def unit(number: int, move_on: MoveOn = MoveOn.COMPLETED, **given: Any) -> Unit:
    """A unit of an author's."""
    return Unit(
        **{
            "publisher_id": f"https://author.example/unit/{number}",
            "title": {"en": f"Unit {number}"},
            "description": NAMED,
            "url": f"unit-{number}/index.html?page=1",
            "move_on": move_on,
        }
        | given
    )


def structure(*children: Unit | Block) -> CourseStructure:
    """A course of units and blocks."""
    return CourseStructure(
        publisher_id="https://author.example/course",
        title=NAMED,
        description=NAMED,
        children=children,
    )


def block(number: int, *children: Unit | Block) -> Block:
    """A block."""
    return Block(
        publisher_id=f"https://author.example/block/{number}",
        title=NAMED,
        description=NAMED,
        children=children,
    )


TWO_UNITS = structure(
    block(1, unit(1)),
    unit(2, MoveOn.COMPLETED_AND_PASSED, mastery_score=MASTERY, launch_parameters="a=b"),
)


@dataclass
class MemoryPackages:
    """One package, at the course that the tests know."""

    course: CourseStructure = TWO_UNITS
    courses: dict[tuple[UUID, int], CourseStructure] = field(default_factory=dict)

    def structure(self, course_id: UUID, version: int) -> CourseStructure:
        if (course_id, version) in self.courses:
            return self.courses[course_id, version]
        if (course_id, version) != (COURSE_ID, 1):
            raise UnitNotFound("The course is no package.")
        return self.course

    def package_id(self, course_id: UUID, version: int) -> UUID:
        return PACKAGE_ID

    def address(self, course_id: UUID, version: int, url: str, session_id: UUID) -> str:
        return f"{ORIGIN}/sealed/{url}"


class NamedActors:
    """Names that tests can tell."""

    def name(self, subject: str, course_id: UUID) -> str:
        return f"somebody-{len(subject)}-{str(course_id)[:4]}"


def registration(of: UUID, **given: Any) -> Registration:
    """A registration just opened."""
    return Registration(
        **{
            "registration": of,
            "actor": "somebody",
            "course_id": COURSE_ID,
            "course_version": 1,
            "opened_at": NOON,
        }
        | given
    )


def standing(number: int = 1, **record: bool) -> UnitStanding:
    """A unit's record."""
    return UnitStanding(number=number, record=UnitRecord(**record))


def launched(of: UUID, number: int = 1, at: datetime = NOON, **given: Any) -> Launched:
    """A unit just launched."""
    session = Session(
        **{
            "session_id": str(uuid4()),
            "registration": of,
            "publisher_id": f"https://author.example/unit/{number}",
            "mode": LaunchMode.NORMAL,
            "launched_at": at,
        }
        | given
    )
    return Launched(
        session=session,
        number=number,
        activity_id=activity_id(SITE, COURSE_ID, 1, "unit", session.publisher_id),
        actor=Account(SITE, "somebody"),
        record=UnitRecord(),
        heard_at=at,
    )


def keep_a_launch(stores: "MemoryTrainingStores", of: UUID) -> Launched:
    """Put a row of each kind on record of an enrolment."""
    launch = launched(of)
    stores.launches.open_registration(registration(of))
    stores.launches.keep_standing(of, standing(passed=True))
    stores.launches.launch(launch, str(of).encode())
    stores.launches.refused(launch, "A_RULE", NOON)
    own = "https://author.example/verbs/looked"
    stores.statements.add(launch.session.session_id, statement(own, launch), NOON)
    place = DocumentPlace(
        registration=of,
        kind=DocumentKind.STATE,
        activity_id=launch.activity_id,
        document_id="bookmark",
    )
    stores.unit_documents.put(
        UnitDocument(place=place, content_type="text/plain", content=b"3", updated_at=NOON)
    )
    return launch


def said(verb: Verb | str, launch: Launched, after: float = 1, **changed: Any) -> dict[str, Any]:
    """What a unit that keeps the rules says, as JSON has it; `after` is seconds from its launch.

    A verb that is a text is the author's own, and is said without cmi5's category.
    """
    own = isinstance(verb, str)
    judged = {Verb.COMPLETED: {"completion": True}, Verb.PASSED: {"success": True}}
    judged[Verb.FAILED] = {"success": False}
    result: dict[str, Any] = {} if own else dict(judged.get(verb, {}))  # type: ignore[arg-type]
    categories = [] if own else [CMI5_CATEGORY]
    if result:
        categories.append(MOVE_ON_CATEGORY)
    extensions: dict[str, Any] = {SESSION_ID: launch.session.session_id}
    if not own and verb in JUDGING | {Verb.TERMINATED}:
        result["duration"] = "PT1S"
    if verb in (Verb.PASSED, Verb.FAILED):
        result["score"] = {"scaled": 0.9 if verb is Verb.PASSED else 0.1}
        if launch.session.mastery_score is not None:
            extensions[MASTERY_SCORE] = float(launch.session.mastery_score)
    at = launch.session.launched_at + timedelta(seconds=after)
    whole: dict[str, Any] = {
        "id": str(uuid4()),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": launch.actor.home_page, "name": launch.actor.name},
        },
        "verb": {"id": verb if isinstance(verb, str) else verb.value},
        "object": {"objectType": "Activity", "id": launch.activity_id},
        "context": {
            "registration": str(launch.registration),
            "contextActivities": {
                "category": [{"id": each} for each in categories],
                "grouping": [{"id": launch.session.publisher_id}],
            },
            "extensions": extensions,
        },
        "timestamp": at.isoformat().replace("+00:00", "Z"),
    }
    if result:
        whole["result"] = result
    return whole | changed


def statement(verb: Verb | str, launch: Launched, after: float = 1, **changed: Any) -> Statement:
    """The same, as it is read."""
    return read_statements(json.dumps(said(verb, launch, after, **changed)).encode())[0]
