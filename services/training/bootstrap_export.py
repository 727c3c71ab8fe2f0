"""Builds the export of courses as packages, for `bootstrap.py`; and its command."""

import sys
from collections.abc import Sequence
from pathlib import Path

from chassis.configuration import Settings
from services.training.config import issuer_of
from services.training.domain.course import Catalogue
from services.training.domain.course_files import BadCourse, load_courses
from services.training.domain.errors import CourseNotExportable
from services.training.domain.issuer import Issuer
from services.training.inbound.exporting_rpc import CourseExportServicer
from services.training.outbound.cmi5_package.archive import ZippedPackages
from services.training.outbound.self_check_files import course_named, load_self_checks
from services.training.usecases.export_course import ExportCourse, MakePackage
from services.training.usecases.ports import UnitOfWork


def make_package(issuer: Issuer) -> MakePackage:
    """Return what makes packages.

    Raises:
        BadCourse: a self-check is wrong.
    """
    return MakePackage(self_checks=load_self_checks(), packages=ZippedPackages(), issuer=issuer)


def export_servicer(issuer: Issuer, work: UnitOfWork, courses: Catalogue) -> CourseExportServicer:
    """Return the servicer; a self-check that is wrong ends the process, with the file's name."""
    try:
        make = make_package(issuer)
    except BadCourse as bad:
        sys.exit(str(bad))
    return CourseExportServicer(
        export_course=ExportCourse(unit_of_work=work, catalogue=courses, make_package=make)
    )


def export_package(environment: Settings, given: Sequence[str]) -> None:
    """Write the newest version of a course, by the name of its folder, into a file.

    Raises:
        SystemExit: it is not two names, there is no such course, or it may not leave.
    """
    if len(given) != 2:
        sys.exit("usage: python -m services.training export-package COURSE FILE.zip")
    name, file = given
    try:
        course_id = course_named(name)
        course = max(
            (each for each in load_courses() if each.course_id == course_id),
            key=lambda each: each.version,
        )
        package = make_package(issuer_of(environment))(course)
    except (BadCourse, CourseNotExportable) as refused:
        sys.exit(str(refused))
    Path(file).write_bytes(package)
