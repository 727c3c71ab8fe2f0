"""See what one's organisation asks one to take."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.staff import CourseStanding, OutsideRecord, waits
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.staff_seen import people_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class GetAskedOfMe:
    """Return what the caller's organisation asks of them and recorded of them."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal
    ) -> tuple[bool, Sequence[CourseStanding], Sequence[OutsideRecord]]:
        """Return whether one sees their training, what they have still to take, and records."""
        if caller.organisation_id is None:
            return False, [], []
        today = self.clock.now().date()
        with self.unit_of_work() as tx:
            (me,) = people_seen(tx, caller.organisation_id, [caller.person])
        waiting = [each for each in me.courses if waits(each, today)]
        waiting.sort(key=lambda each: (each.due_on or today, each.course_id))
        return True, waiting, me.records
