"""Read what a module teaches."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course, Module
from services.training.domain.enrolment import ModuleProgress
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import followed


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRead:
    """A module, the course that it is of, and the caller's progress if they take the course."""

    course: Course
    module: Module
    progress: ModuleProgress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GetModule:
    """Return a module of the version that the caller is going through, else of the newest."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self, caller: Principal, *, course_id: UUID, module_id: UUID) -> ModuleRead:
        """Return the module.

        Raises:
            CourseNotFound: there is none that the caller may know of.
            ModuleNotFound: the course has no such module.
        """
        with self.unit_of_work() as tx:
            learning = followed(tx, self.catalogue, caller, course_id)
        course = learning.course if learning else self.catalogue.newest(caller, course_id)
        module = course.module(module_id)
        mine = learning.progress if learning else ()
        progress = next((each for each in mine if each.module_id == module_id), None)
        return ModuleRead(course=course, module=module, progress=progress)
