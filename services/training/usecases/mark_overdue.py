"""Mark the attempts whose time is up."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.training.domain.attempt import GRACE
from services.training.domain.course import Catalogue
from services.training.domain.errors import EnrolmentNotFound
from services.training.usecases.ports import UnitOfWork
from services.training.usecases.reading import Learning, learnings
from services.training.usecases.settling import run_out

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkOverdue:
    """What was kept counts, whether its learner comes back or not."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(self) -> int:
        """Settle every enrolment with such an attempt; return how many there were. The clock's."""
        with self.unit_of_work() as tx:
            due = tx.enrolments.overdue(self.clock.now() - GRACE, size=AT_ONCE)
        for each in due:
            try:
                self.settle(each)
            except EnrolmentNotFound:
                continue  # its learner was erased meanwhile
        return len(due)

    def settle(self, enrolment_id: UUID, caller: Principal | None = None) -> Learning:
        """Settle one enrolment, and return how far its learner is then.

        Raises:
            EnrolmentNotFound: it is gone.
        """
        with self.unit_of_work() as tx:
            enrolment = tx.enrolments.get(enrolment_id, lock=True)
            enrolment = run_out(tx, self.catalogue, enrolment, at=self.clock.now(), caller=caller)
            return learnings(tx, self.catalogue, [enrolment])[0]
