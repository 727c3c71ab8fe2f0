"""Withdraw a version of a course."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.course import Catalogue
from services.training.domain.withdrawal import Withdrawal
from services.training.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawVersion:
    """Let nobody begin a version any more, and end it and its certificates on a day.

    Who began it finishes until then. `WithdrawPackage` stops what may do harm, at once.
    """

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
            VersionStopped: its package was stopped, so that nothing of it is left to end.
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
            if course.package_id is not None:
                tx.packages.get(course.package_id, lock=True).must_not_be_stopped()
            tx.withdrawals.add(withdrawal)
            what = f"{course_id}/v{version}"
            tx.audit.record(caller, "training:withdraw", what, why=why)
            at = withdrawal.withdrawn_at
            used = Used(caller=caller, metric="training.withdrawn", at=at, detail=course.title)
            tx.outbox.add(used)
        return withdrawal
