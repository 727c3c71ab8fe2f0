"""See the training of one's organisation's people."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.staff import (
    CourseStanding,
    OutsideRecord,
    StaffMember,
    managed_by,
    standings,
    waits,
)
from services.training.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetStaffTraining:
    """Return people's training to who manages it; who is not of the organisation is left out."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, subjects: Sequence[str]) -> Sequence[StaffMember]:
        """Return them in the order asked, each once.

        Raises:
            NotTrainingManager: the caller is neither admin nor security lead of an organisation.
        """
        own = managed_by(caller)
        with self.unit_of_work() as tx:
            members = tx.staff.members(own, subjects)
            asked = [each for each in dict.fromkeys(subjects) if each in members]
            return _people(tx, own, asked)


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
            (me,) = _people(tx, caller.organisation_id, [caller.person])
        waiting = [each for each in me.courses if waits(each, today)]
        waiting.sort(key=lambda each: (each.due_on or today, each.course_id))
        return True, waiting, me.records


def _people(tx: Stores, own: str, subjects: Sequence[str]) -> Sequence[StaffMember]:
    learned = tx.staff.learned(subjects)
    requests, records = tx.staff.requests(own, subjects), tx.staff.records(own, subjects)
    return [
        StaffMember(
            subject=each,
            courses=standings(
                [one for one in learned if one.subject == each],
                [one for one in requests if one.subject == each],
            ),
            records=[one for one in records if one.subject == each],
        )
        for each in subjects
    ]
