"""Questions by which somebody checks themselves where we cannot mark: they prove nothing.

An exported package carries its answers, so none of its questions is one that we mark by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.training.domain.course import Course, Question
from services.training.domain.errors import CourseNotExportable


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfCheck:
    """What one version of a course asks in an exported package, by module."""

    course_id: UUID
    version: int
    questions: Mapping[UUID, tuple[Question, ...]]

    def of_course(self, course: Course) -> "SelfCheck":
        """Return it for its course, of which it gives no answer away.

        Raises:
            CourseNotExportable: a module has no question here, or one that is in its bank.
        """
        for module in course.modules:
            asked = self.questions.get(module.module_id, ())
            if not asked:
                raise CourseNotExportable(f"{module.title}: has no question to check oneself by.")
            kept = {each.text for each in module.bank}
            shared = [each.question_id for each in asked if each.text in kept]
            if shared:
                raise CourseNotExportable(f"{module.title}: {shared[0]} is in the bank we mark by.")
        return self


SelfChecks = Mapping[tuple[UUID, int], SelfCheck]
"""By course and version."""
