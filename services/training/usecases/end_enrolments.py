"""Close the enrolments whose version is over."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.errors import EnrolmentNotFound
from services.training.domain.withdrawal import Version
from services.training.usecases.ports import Stores, UnitOfWork

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEnrolments:
    """Let go of who began a version that is over: nobody takes a course twice at once.

    Without it they could neither finish that version nor begin the one that is offered now. A
    package that was withdrawn is over at once, as its units are not launched any more.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many enrolments were found open; run by the clock."""
        with self.unit_of_work() as tx:
            found = tx.enrolments.open_in(self._over(tx), size=AT_ONCE)
        for each in found:
            try:
                with self.unit_of_work() as tx:
                    enrolment = tx.enrolments.get(each, lock=True)
                    if enrolment.status is EnrolmentStatus.OPEN:
                        tx.enrolments.save(enrolment.ended())
            except EnrolmentNotFound:
                continue  # its learner was erased meanwhile
        return len(found)

    def _over(self, tx: Stores) -> set[Version]:
        now = self.clock.now()
        over = {each.version for each in tx.withdrawals.everything() if each.is_over(now)}
        return over | tx.packages.withdrawn_versions()
