"""The use cases of launched units on memory, and one learner who goes through a course."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import orjson

from chassis.together import Together
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.cmi5_session import LaunchMode, Verb
from services.training.domain.enrolment import Enrolment
from services.training.domain.launch import Launched, Waiver
from services.training.usecases.abandon_sessions import AbandonSessions
from services.training.usecases.fetch_token import FetchToken
from services.training.usecases.hear_statements import HearStatements
from services.training.usecases.hear_together import Hearing, HearTogether, Word
from services.training.usecases.launch_unit import LaunchUnit, Opening
from services.training.usecases.move_on import MoveOn
from services.training.usecases.void_statement import VoidStatement
from services.training.usecases.waive_unit import WaiveUnit
from tests.fakes.packaged_courses import (
    SITE,
    TWO_UNITS,
    MemoryPackages,
    NamedActors,
    statement,
)
from tests.fakes.plumbing import FreshIds, MemoryUnitOfWork, SetClock
from tests.fakes.training import (
    CATALOGUE,
    LEARNER,
    NOON,
    TRAINER,
    MemoryTrainingStores,
    enrolment,
    memory,
)


@dataclass
class Runtime:
    """Everything on one unit of work; `course` is what the package holds.

    `at_once` is a unit of work whose steps stand each by itself, where there is another such.
    """

    course: CourseStructure = TWO_UNITS
    unit_of_work: MemoryUnitOfWork[MemoryTrainingStores] = field(default_factory=memory)
    clock: SetClock = field(default_factory=lambda: SetClock(NOON))
    ids: FreshIds = field(default_factory=FreshIds)
    at_once: Any = None

    @property
    def stores(self) -> MemoryTrainingStores:
        return self.unit_of_work.stores

    @property
    def move_on(self) -> MoveOn:
        packages = MemoryPackages(self.course)
        return MoveOn(packages=packages, actors=NamedActors(), site=SITE, ids=self.ids)

    def _needs(self, **more: Any) -> dict[str, Any]:
        return {"unit_of_work": self.unit_of_work, "clock": self.clock} | more

    def enrolled(self) -> Enrolment:
        begun = enrolment()
        self.stores.enrolments.add(begun)
        return begun

    def launch(
        self, of: UUID, number: int = 1, mode: LaunchMode | None = None, by: Any = LEARNER
    ) -> Opening:
        needs = self._needs(catalogue=CATALOGUE, move_on=self.move_on, ids=self.ids)
        return LaunchUnit(**needs)(by, enrolment_id=of, number=number, mode=mode)

    def fetch(self, opening: Opening) -> str:
        address = parse_qs(urlsplit(opening.url).query)["fetch"][0]
        return FetchToken(**self._needs())(secret=address.rpartition("/")[2])

    def session(self, opening: Opening) -> Launched:
        found = self.stores.launches.session(opening.session_id)
        assert found is not None
        return found

    def hear(self, token: str, *statements: Any) -> None:
        needs = self._needs(together=self._together, move_on=self.move_on)
        HearStatements(**needs)(token=token, statements=statements)

    @cached_property
    def _together(self) -> Together[Word, Hearing]:
        at_once = self.at_once or self.unit_of_work
        return Together(HearTogether(at_once=at_once, clock=self.clock))

    def waive(self, of: UUID, number: int = 1, reason: Waiver = Waiver.ADMINISTRATIVE) -> None:
        waive = WaiveUnit(**self._needs(move_on=self.move_on, ids=self.ids))
        waive(TRAINER, enrolment_id=of, number=number, reason=reason, why="Did it before.")

    def void(self, of: UUID, statement_id: UUID) -> None:
        void = VoidStatement(**self._needs(site=SITE, ids=self.ids))
        void(TRAINER, enrolment_id=of, statement_id=statement_id, why="Wrong.")

    def abandon_silent(self) -> int:
        return AbandonSessions(**self._needs(ids=self.ids))()

    def begun(self, of: UUID, number: int = 1, **how: Any) -> "Sitting":
        """Launch a unit, fetch its token, and let it say that it is there."""
        opening = self.launch(of, number, **how)
        sitting = Sitting(self, opening, self.fetch(opening))
        sitting.say(Verb.INITIALIZED)
        return sitting

    def verbs(self, of: UUID) -> list[str]:
        """The last words of the verbs that are on record of a registration, oldest first."""
        kept = self.stores.statements.everything(of)
        said = [orjson.loads(each.document)["verb"]["id"] for each in kept]
        return [each.rpartition("/")[2] for each in said]


@dataclass
class Sitting:
    """A launched unit that has its token."""

    runtime: Runtime
    opening: Opening
    token: str
    seconds: float = 0

    @property
    def launched(self) -> Launched:
        return self.runtime.session(self.opening)

    def made(self, verb: Verb | str, **changed: Any) -> Any:
        self.seconds += 1
        return statement(verb, self.launched, self.seconds, **changed)

    def say(self, *verbs: Verb | str) -> None:
        for each in verbs:
            self.runtime.hear(self.token, self.made(each))
