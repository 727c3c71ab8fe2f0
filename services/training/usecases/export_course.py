"""Export a course of ours as a package that another platform imports."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.cmi5_export import exported
from services.training.domain.course import Catalogue, Course
from services.training.domain.errors import CourseNotExportable
from services.training.domain.issuer import Issuer
from services.training.domain.self_check import SelfCheck, SelfChecks
from services.training.usecases.ports import UnitOfWork


class Packages(Protocol):
    """Writes packages."""

    def write(self, structure: CourseStructure, course: Course, check: SelfCheck) -> bytes:
        """Return the zip; the same course gives the same bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePackage:
    """Return a course as a package. It asks what the platform never marks by."""

    self_checks: SelfChecks
    packages: Packages
    issuer: Issuer

    def __call__(self, course: Course) -> bytes:
        """Return the zip.

        Raises:
            CourseNotExportable: it is for fewer than everyone, or has no self-check of its own.
        """
        structure = exported(course, self.issuer.url)
        check = self.self_checks.get((course.course_id, course.version))
        if check is None:
            raise CourseNotExportable("The course has nothing by which somebody checks themselves.")
        return self.packages.write(structure, course, check.of_course(course))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCourse:
    """Give a trainer the newest version of a course as a package, and record that they took it."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    make_package: MakePackage

    def __call__(self, caller: Principal, *, course_id: UUID) -> tuple[Course, bytes]:
        """Return the version, and its zip.

        Raises:
            CourseNotFound: there is none, or the caller may not know of it; the two look the same.
            CourseNotExportable: it is for fewer than everyone, or has no self-check of its own.
        """
        course = self.catalogue.newest(caller, course_id)
        package = self.make_package(course)
        with self.unit_of_work() as tx:
            about = f"{course.course_id}/{course.version}"
            tx.audit.record(caller, "training:export", about)
        return course, package
