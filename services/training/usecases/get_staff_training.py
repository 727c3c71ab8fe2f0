"""See the training of one's organisation's people."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.training.domain.staff import StaffMember, managed_by
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.staff_seen import people_seen


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
            return people_seen(tx, own, asked)
