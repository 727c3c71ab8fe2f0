"""What a course asks to be completed first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from services.training.domain.course import Catalogue, Course
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.withdrawal import Version


class Unreachable(ValueError):
    """Somebody would be offered a course that they can never begin; says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """A course to complete first, and whether somebody did."""

    course: Course
    completed: bool


def prerequisites_of(
    course: Course,
    catalogue: Catalogue,
    enrolments: Iterable[Enrolment],
    withdrawn: Collection[Version],
) -> list[Prerequisite]:
    """Return what a course asks for, in its order; any completed enrolment meets it.

    A version that a learner passed counts though a newer one is offered, and though the certificate
    has ended: what must be fresh is for the certificate to say, not for the next course. What
    nobody can begin any more is asked for no more: it would shut the course (docs/adr/0139).
    """
    done = {each.course_id for each in enrolments if each.status is EnrolmentStatus.COMPLETED}
    return [
        Prerequisite(course=catalogue.named(each), completed=each in done)
        for each in course.prerequisites
        if catalogue.is_begun(each, withdrawn)
    ]


def must_be_reachable(courses: Iterable[Course]) -> None:
    """See that whoever is offered a course is offered what it asks for, in a finite order.

    Raises:
        Unreachable: a prerequisite is not there, asks for the course in turn, or is for fewer.
    """
    newest: dict[UUID, Course] = {}
    for each in sorted(courses, key=lambda one: one.version):
        newest[each.course_id] = each
    for each in newest.values():
        for name in each.prerequisites:
            first = newest.get(name)
            if first is None:
                raise Unreachable(f"{each.title!r} asks for {name}, which is not there")
            narrower = first.sectors and not (each.sectors and each.sectors <= first.sectors)
            if narrower or first.marking.minimum_tier > each.marking.minimum_tier:
                raise Unreachable(f"{each.title!r} is for more people than {first.title!r}")
        if each.course_id in _before(each, newest):
            raise Unreachable(f"{each.title!r} asks for itself, by what it asks for")


def _before(course: Course, newest: dict[UUID, Course]) -> set[UUID]:
    found: set[UUID] = set()
    waiting = list(course.prerequisites)
    while waiting:
        name = waiting.pop()
        if name in newest and name not in found:
            found.add(name)
            waiting.extend(newest[name].prerequisites)
    return found
