"""No package: where none can be imported, every course is one of ours."""

from typing import NoReturn
from uuid import UUID

from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.errors import UnitNotFound


class NoPackages:
    """Knows no package: every use of it is refused."""

    def structure(self, course_id: UUID, version: int) -> CourseStructure:
        """Refuse."""
        refuse(course_id, version)

    def address(self, course_id: UUID, version: int, url: str) -> str:
        """Refuse."""
        refuse(course_id, version, url)


def refuse(*_: object) -> NoReturn:
    """Say that a course is no package.

    Raises:
        UnitNotFound: always.
    """
    raise UnitNotFound("The course is no package.")
