"""Packages as launching needs them, from the catalogue: what was imported and published."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from kernel.ports import Clock
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.course import Catalogue
from services.training.domain.errors import UnitNotFound
from services.training.domain.scorm_course import opened_at
from services.training.usecases.package_ports import LaunchGrant, LaunchPaths

FILES_FOR: Final = timedelta(hours=12)
"""How long a launched unit may load its files: longer than anybody sits at one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPackages:
    """The structure of a package, and a sealed address for one session of a unit."""

    catalogue: Catalogue
    paths: LaunchPaths
    clock: Clock

    def structure(self, course_id: UUID, version: int) -> CourseStructure:
        """Return a course as its package says it; a withdrawn one too, for whoever is in it.

        Raises:
            CourseNotFound: there is no such version.
            UnitNotFound: it is no package.
        """
        structure = self.catalogue.version(course_id, version).structure
        if structure is None:
            raise UnitNotFound("The course is no package.")
        return structure

    def package_id(self, course_id: UUID, version: int) -> UUID:
        """Return the package of a course.

        Raises:
            CourseNotFound: there is no such version.
            UnitNotFound: it is no package.
        """
        package_id = self.catalogue.version(course_id, version).package_id
        if package_id is None:
            raise UnitNotFound("The course is no package.")
        return package_id

    def address(self, course_id: UUID, version: int, url: str, session_id: UUID) -> str:
        """Return where a unit is opened on its package's origin: a SCO in its player.

        Raises:
            CourseNotFound: there is no such version.
            UnitNotFound: it is no package, was withdrawn, or keeps the unit elsewhere.
        """
        course = self.catalogue.version(course_id, version)
        if course.package_id is None or course.withdrawn:
            raise UnitNotFound("The course is no package, or was withdrawn.")
        if urlsplit(url).scheme or url.startswith("//"):
            raise UnitNotFound("The unit is not in its package: it is not opened here.")
        expires_at = self.clock.now() + FILES_FOR
        grant = LaunchGrant(
            package_id=course.package_id, session_id=session_id, expires_at=expires_at
        )
        return opened_at(self.paths.address(grant, url), self.structure(course_id, version), url)
