"""A course: its modules and what is asked about each."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.access import may_read
from kernel.markings import Marking
from kernel.principals import Principal
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.errors import CourseNotFound, ModuleNotFound
from services.training.domain.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible answer, and what to tell somebody who takes it."""

    choice_id: str
    text: str
    right: bool
    feedback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of a module's bank. Unless `several`, exactly one choice is right."""

    question_id: str
    text: str
    several: bool
    choices: tuple[Choice, ...]
    feedback: str

    @property
    def right(self) -> frozenset[str]:
        """Return the ids of the right choices."""
        return frozenset(each.choice_id for each in self.choices if each.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """A film of a module: WebM, captions as WebVTT, and what is said and seen in it as text."""

    title: str
    transcript: str
    film: bytes
    captions: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """What is taught in Markdown, and the bank that `draw` questions come from each time.

    `limit_minutes` is how long an attempt may take; None where it has no limit. Every attempt has
    all the scenarios.
    """

    module_id: UUID
    title: str
    title_cy: str
    minutes: int
    body: str
    sources: tuple[str, ...]
    draw: int
    bank: tuple[Question, ...]
    limit_minutes: int | None = None
    scenarios: tuple[Scenario, ...] = ()
    film: Film | None = None

    def question(self, question_id: str) -> Question:
        """Return a question of the bank.

        Raises:
            KeyError: it has none of that id.
        """
        return {each.question_id: each for each in self.bank}[question_id]

    def scenario(self, question_id: str) -> Scenario | None:
        """Return a scenario; None if it has none of that id."""
        return next((each for each in self.scenarios if each.question_id == question_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One version of a course. `pass_mark` is in per cent of the questions drawn.

    A course of modules is built in. One of a package has a `structure` and no module, and is not
    offered once it is withdrawn. `sectors` are codes; none means every sector. `prerequisites` are
    courses to complete first.
    """

    course_id: UUID
    version: int
    title: str
    title_cy: str
    summary: str
    language: str
    banner: str
    marking: Marking
    pass_mark: int
    most_attempts: int
    valid_months: int
    criteria: str
    published_at: datetime
    modules: tuple[Module, ...]
    structure: CourseStructure | None = None
    package_id: UUID | None = None
    withdrawn: bool = False
    sectors: frozenset[str] = frozenset()
    prerequisites: tuple[UUID, ...] = ()

    def is_offered_to(self, reader: Principal) -> bool:
        """Tell whether a person is of its audience: by tier, and by sector where it names any."""
        of_sector = not self.sectors or bool(self.sectors & reader.sectors)
        return of_sector and may_read(reader, self.marking)

    def shown_to(self, reader: Principal) -> "Course":
        """Return it to a person who may know of it; who lost that right does not finish it.

        Raises:
            CourseNotFound: they may not.
        """
        if not may_read(reader, self.marking):
            raise CourseNotFound("There is no such course.")
        return self

    def module(self, module_id: UUID) -> Module:
        """Return one of its modules.

        Raises:
            ModuleNotFound: it has none of that id.
        """
        for each in self.modules:
            if each.module_id == module_id:
                return each
        raise ModuleNotFound("The course has no such module.")


class Catalogue:
    """Every version of every course; the newest that is not withdrawn is the one that is offered.

    The built-in ones do not change; `published` gives those of packages as they are now.
    """

    def __init__(
        self, courses: Iterable[Course], published: Callable[[], Iterable[Course]] = tuple
    ) -> None:
        self._built_in = {(each.course_id, each.version): each for each in courses}
        self._published = published

    def everything(self) -> list[Course]:
        """Return every version of every course, by course, oldest version first."""
        return [each for _, each in sorted(self._versions().items(), key=lambda pair: pair[0])]

    def _begun_now(self, withdrawn: Collection[tuple[UUID, int]]) -> dict[UUID, Course]:
        """Return by course what is begun now: the newest version that was not withdrawn."""
        return {
            each.course_id: each
            for each in self.everything()
            if not each.withdrawn and (each.course_id, each.version) not in withdrawn
        }

    def offered(
        self, reader: Principal, withdrawn: Collection[tuple[UUID, int]] = ()
    ) -> list[Course]:
        """Return the courses that a person is of the audience of and may begin, newest first."""
        newest = self._begun_now(withdrawn).values()
        seen = [each for each in newest if each.is_offered_to(reader)]
        return sorted(seen, key=lambda each: (each.published_at, each.course_id), reverse=True)

    def newest(
        self,
        reader: Principal,
        course_id: UUID,
        withdrawn: Collection[tuple[UUID, int]] = (),
        *,
        begun: bool = False,
    ) -> Course:
        """Return the version that is offered: the newest that was not withdrawn.

        Who has `begun` the course need not be of its sectors.

        Raises:
            CourseNotFound: there is none, or the person may not know of it; the two look the same.
        """
        found = self._begun_now(withdrawn).get(course_id)
        if found is None or not (begun or found.is_offered_to(reader)):
            raise CourseNotFound("There is no such course.")
        return found.shown_to(reader)

    def is_begun(self, course_id: UUID, withdrawn: Collection[tuple[UUID, int]]) -> bool:
        """Tell whether anybody begins a course now: it has a version that was not withdrawn."""
        return course_id in self._begun_now(withdrawn)

    def asking_for(self, course_id: UUID, withdrawn: Collection[tuple[UUID, int]]) -> list[Course]:
        """Return the courses that are begun now and ask for another to be completed first."""
        begun = self._begun_now(withdrawn).values()
        return [each for each in begun if course_id in each.prerequisites]

    def named(self, course_id: UUID) -> Course:
        """Return the newest version of a course that another one asks for first.

        Raises:
            CourseNotFound: there is none; `course_files` lets no such course be read.
        """
        versions = [each for each in self.everything() if each.course_id == course_id]
        if not versions:
            raise CourseNotFound("There is no such course.")
        return versions[-1]

    def titles(self, course_id: UUID) -> tuple[str, str]:
        """Return the title of the newest version and the Welsh one; empty for no course of ours.

        Of a course that somebody took its title is no secret to who may see that they took it.
        """
        try:
            course = self.named(course_id)
        except CourseNotFound:
            return "", ""
        return course.title, course.title_cy

    def version(self, course_id: UUID, version: int) -> Course:
        """Return the version that somebody began; they finish it though a newer one is offered.

        Raises:
            CourseNotFound: that version is not there.
        """
        try:
            return self._built_in.get((course_id, version)) or self._versions()[course_id, version]
        except KeyError:
            raise CourseNotFound("There is no such version of the course.") from None

    def is_built_in(self, course_id: UUID) -> bool:
        """Tell whether a course's versions are files of ours."""
        return any(each == course_id for each, _ in self._built_in)

    def _versions(self) -> dict[tuple[UUID, int], Course]:
        packaged = {(each.course_id, each.version): each for each in self._published()}
        return packaged | self._built_in
