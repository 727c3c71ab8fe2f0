"""End a shift at a queue."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.alerts.domain.errors import StaffingNotFound
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveHelpQueue:
    """End the caller's shift before its time; calls that wait stay where they are."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, staffing_id: UUID, expected_version: int) -> None:
        """End it.

        Raises:
            StaffingNotFound: there is none of the caller's.
            StaleVersion: it is not the version that the caller read.
            NotStaffed: it ended before.
        """
        with self.unit_of_work() as tx:
            shift = tx.help.shift(staffing_id, lock=True)
            if shift.officer != caller.person:
                raise StaffingNotFound("There is no such shift of yours.")
            if shift.version != expected_version:
                raise StaleVersion("The shift changed since you read it: read it again.")
            tx.help.save_shift(shift.left(self.clock.now()))
            tx.audit.record(caller, "alerts:leave-help", str(staffing_id), queue=shift.queue)
