"""Read what a module teaches."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.attempt import Attempt
from services.training.domain.course import Catalogue, Course, Module
from services.training.domain.enrolment import ModuleProgress
from services.training.domain.withdrawal import versions_of
from services.training.usecases.mark_overdue import MarkOverdue
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import followed, newest_known


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRead:
    """A module, the course that it is of, and the caller's progress if they take the course.

    `last` is the attempt at it that was marked last.
    """

    course: Course
    module: Module
    progress: ModuleProgress | None
    last: Attempt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GetModule:
    """Return a module of the version that the caller is going through, else of the newest.

    Whose time is up is marked at this look.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock
    mark: MarkOverdue

    def __call__(self, caller: Principal, *, course_id: UUID, module_id: UUID) -> ModuleRead:
        """Return the module.

        Raises:
            CourseNotFound: there is none that the caller may know of.
            ModuleNotFound: the course has no such module.
        """
        with self.unit_of_work() as tx:
            learning = followed(tx, self.catalogue, caller, course_id)
            withdrawn = versions_of(tx.withdrawals.everything())
            mine = tx.enrolments.of_subject(caller.subject) if caller.subject else ()
        now = self.clock.now()
        if learning and any(one.open and one.open.is_over(now) for one in learning.progress):
            learning = self.mark.settle(learning.enrolment.enrolment_id, caller)
        course = (
            learning.course
            if learning
            else newest_known(self.catalogue, caller, course_id, withdrawn, mine)
        )
        module = course.module(module_id)
        progressed = learning.progress if learning else ()
        progress = next((each for each in progressed if each.module_id == module_id), None)
        last = progress.last if progress else None
        return ModuleRead(course=course, module=module, progress=progress, last=last)
