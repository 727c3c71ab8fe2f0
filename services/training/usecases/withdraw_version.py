"""Withdraw a version of a course."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.course import Catalogue, Course
from services.training.domain.withdrawal import Withdrawal
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawVersion:
    """Let nobody begin a version any more, and end its certificates on a day."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self, caller: Principal, *, course_id: UUID, version: int, ends_at: datetime, why: str
    ) -> Withdrawal:
        """Return what stands.

        Raises:
            CourseNotFound: there is no such version.
            VersionWithdrawn: it was withdrawn before.
            Invalid: the end lies behind, or too far ahead.
        """
        course = self.catalogue.version(course_id, version)
        withdrawal = Withdrawal(
            course_id=course.course_id,
            course_version=course.version,
            reason=why,
            withdrawn_at=self.clock.now().replace(microsecond=0),
            ends_at=ends_at.replace(microsecond=0),
        )
        with self.unit_of_work() as tx:
            tx.withdrawals.add(withdrawal)
            what = f"{course_id}/v{version}"
            tx.audit.record(caller, "training:withdraw", what, why=why)
        return withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCourseVersions:
    """Return every version of every course, and what stands of those that were withdrawn."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue

    def __call__(self) -> list[tuple[Course, Withdrawal | None]]:
        """Return them by course, oldest version first."""
        with self.unit_of_work() as tx:
            withdrawn = {each.version: each for each in tx.withdrawals.everything()}
        return [
            (each, withdrawn.get((each.course_id, each.version)))
            for each in self.catalogue.everything()
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEnded:
    """Set the bits of certificates whose version has ended, for who reads the status lists alone.

    Run by the clock. The certificates' own dates were signed before and say a later day.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many certificates were marked; again none."""
        now, count = self.clock.now(), 0
        with self.unit_of_work() as tx:
            over = {
                each.version: each
                for each in tx.withdrawals.everything()
                if each.marked_at is None and each.is_over(now)
            }
            for each in tx.certificates.everything() if over else ():
                if (each.course_id, each.course_version) in over and each.revoked_at is None:
                    tx.status_lists.revoke(each.place)
                    count += 1
            for withdrawal in over.values():
                tx.withdrawals.save(withdrawal.marked(now))
        return count
