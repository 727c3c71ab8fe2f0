"""Read how far one is in the units of a package."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.cmi5_course import NOTHING, Unit, UnitRecord, satisfied
from services.training.domain.course import Catalogue
from services.training.usecases.reading import own_enrolment
from services.training.usecases.records_ports import Packages, RecordsUnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLearning:
    """A unit, its place from 1, and what is on record of it."""

    number: int
    unit: Unit
    record: UnitRecord
    satisfied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUnits:
    """Return the units of an enrolment of the caller, in the course's order."""

    unit_of_work: RecordsUnitOfWork
    catalogue: Catalogue
    packages: Packages

    def __call__(
        self, caller: Principal, *, enrolment_id: UUID, after: int, size: int
    ) -> tuple[Sequence[UnitLearning], int | None]:
        """Return a page of those after a place, and after which place the next begins.

        Raises:
            EnrolmentNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            UnitNotFound: the course is no package.
        """
        with self.unit_of_work() as tx:
            enrolment = own_enrolment(tx.enrolments, caller, enrolment_id)
            course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            course.shown_to(caller)
            standings = tx.launches.standings(enrolment_id)
        structure = self.packages.structure(enrolment.course_id, enrolment.course_version)
        units = list(structure.units())
        page = []
        for number, unit in enumerate(units[after : after + size], start=after + 1):
            record = standings[number].record if number in standings else NOTHING
            done = satisfied(unit, record)
            page.append(UnitLearning(number=number, unit=unit, record=record, satisfied=done))
        return page, after + size if len(units) > after + size else None
