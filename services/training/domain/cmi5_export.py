"""A course of ours as cmi5 knows courses: one assignable unit a module."""

from decimal import Decimal
from typing import Final

from kernel.markings import Marking
from services.training.domain.cmi5_course import CourseStructure, LangString, MoveOn, Unit
from services.training.domain.course import Course, Module
from services.training.domain.errors import CourseNotExportable

OPEN: Final = Marking.clear()
"""What another platform may show to anyone; nothing narrower leaves ours."""


def exported(course: Course, platform: str) -> CourseStructure:
    """Return the structure of a course; `platform` is the address that its ids begin with.

    A unit asks for all of it to be read and for the course's pass mark, as our own modules do.

    Raises:
        CourseNotExportable: it is marked for fewer than everyone.
    """
    if course.marking != OPEN:
        raise CourseNotExportable("Only a course that anyone may read leaves the platform.")
    own = f"{platform}/v1/courses/{course.course_id}/versions/{course.version}"
    return CourseStructure(
        publisher_id=own,
        title=_words(course, course.title, course.title_cy),
        description={course.language: f"{course.banner} {course.summary}"},
        children=tuple(
            Unit(
                publisher_id=f"{own}/modules/{module.module_id}",
                title=_words(course, module.title, module.title_cy),
                description={course.language: _about(module)},
                url=page_of(number),
                move_on=MoveOn.COMPLETED_AND_PASSED,
                mastery_score=Decimal(course.pass_mark) / 100,
            )
            for number, module in enumerate(course.modules, start=1)
        ),
    )


def page_of(number: int) -> str:
    """Return where in the package a module's page is; modules count from 1."""
    return f"module-{number:02}.html"


def _about(module: Module) -> str:
    return f"About {module.minutes} minutes."


def _words(course: Course, said: str, welsh: str) -> LangString:
    return {course.language: said} | ({"cy": welsh} if welsh and course.language != "cy" else {})
