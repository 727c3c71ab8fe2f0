"""One learner's way through one version of a course."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.training.domain.attempt import Attempt
from services.training.domain.course import Course
from services.training.domain.errors import EnrolmentClosed, ModulePassed


class EnrolmentStatus(Enum):
    """How far a learner is."""

    OPEN = "OPEN"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleProgress:
    """How far a learner is in one module: what their attempts at it show."""

    module_id: UUID
    submitted: int
    best: int
    passed_at: datetime | None
    open: Attempt | None
    last: Attempt | None = None


def progress_of(course: Course, attempts: Iterable[Attempt]) -> list[ModuleProgress]:
    """Return a learner's progress, module by module in the course's order.

    It follows from the attempts alone: nothing else on record can make a module passed.
    """
    kept = list(attempts)
    return [
        _progress(each.module_id, [one for one in kept if one.module_id == each.module_id])
        for each in course.modules
    ]


def _progress(module_id: UUID, attempts: list[Attempt]) -> ModuleProgress:
    submitted = [each for each in attempts if each.submitted_at is not None]
    passed = [each.submitted_at for each in submitted if each.passed and each.submitted_at]
    return ModuleProgress(
        module_id=module_id,
        submitted=len(submitted),
        best=max((each.score for each in submitted), default=0),
        passed_at=min(passed, default=None),
        open=next((each for each in attempts if each.submitted_at is None), None),
        last=max(submitted, key=lambda each: each.number, default=None),
    )


def completed_at(progress: Iterable[ModuleProgress]) -> datetime | None:
    """Return when the last module was passed; None while one is not."""
    moments = [each.passed_at for each in progress]
    passed = [each for each in moments if each is not None]
    return max(passed) if passed and len(passed) == len(moments) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """An enrolment as it stands. A change returns the next version."""

    enrolment_id: UUID
    version: int
    subject: str
    course_id: UUID
    course_version: int
    status: EnrolmentStatus
    enrolled_at: datetime
    completed_at: datetime | None = None

    @classmethod
    def begun(
        cls, enrolment_id: UUID, course: Course, *, subject: str, at: datetime
    ) -> "Enrolment":
        """Return a new enrolment in a version of a course."""
        return cls(
            enrolment_id=enrolment_id,
            version=1,
            subject=subject,
            course_id=course.course_id,
            course_version=course.version,
            status=EnrolmentStatus.OPEN,
            enrolled_at=at,
        )

    def must_be_open(self) -> None:
        """See that it is under way.

        Raises:
            EnrolmentClosed: it is completed or failed.
        """
        if self.status is not EnrolmentStatus.OPEN:
            raise EnrolmentClosed("The enrolment is closed; enrol again to begin anew.")

    def next_number(self, progress: ModuleProgress) -> int:
        """Return the number of the next try at a module.

        Raises:
            EnrolmentClosed: the enrolment is completed or failed.
            ModulePassed: the module is passed already.
        """
        self.must_be_open()
        if progress.passed_at is not None:
            raise ModulePassed("You passed this module already.")
        return progress.submitted + 1

    def assessed(self, course: Course, progress: list[ModuleProgress]) -> "Enrolment":
        """Return it after an attempt was marked: completed, failed, or still open."""
        done = completed_at(progress)
        if done is not None:
            return replace(
                self,
                version=self.version + 1,
                status=EnrolmentStatus.COMPLETED,
                completed_at=done,
            )
        spent = any(
            each.passed_at is None and each.submitted >= course.most_attempts for each in progress
        )
        if spent:
            return replace(self, version=self.version + 1, status=EnrolmentStatus.FAILED)
        return self

    def ended(self) -> "Enrolment":
        """Return it closed, as its version is over: whoever was in it may begin a newer one.

        Raises:
            EnrolmentClosed: it is completed or failed.
        """
        self.must_be_open()
        return replace(self, version=self.version + 1, status=EnrolmentStatus.FAILED)

    def completed_by_units(self, at: datetime) -> "Enrolment":
        """Return it completed by what the units of its package said of themselves.

        A certificate needs our own record of attempts, and does not follow from this.

        Raises:
            EnrolmentClosed: it is completed or failed.
        """
        self.must_be_open()
        return replace(
            self, version=self.version + 1, status=EnrolmentStatus.COMPLETED, completed_at=at
        )
