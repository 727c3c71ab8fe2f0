"""Have people mailed of a course that their organisation asks them to take soon."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from kernel.ports import Clock
from services.training.domain.course import Catalogue
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.staff import REMINDED_BEFORE, CourseRequest, standings, waits
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import Stores, UnitOfWork
from services.training.usecases.remind_learners import new_token

NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindStaff:
    """Say that a mail is due, one at a call, in one transaction with the fact that it was.

    So a crash loses none and sends none twice. Whoever took the course meanwhile, or wants no
    reminders about training, is passed over for good, and so is a course that was withdrawn;
    another day that is asked for is told anew.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(self) -> int:
        """Return 1 if a request was looked at, else 0."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.staff.next_due(now.date(), now.date() + REMINDED_BEFORE)
            if due is None:
                return 0
            tx.staff.reminded(due)
            if self._waits(tx, due, now):
                self._tell(tx, due, now)
        return 1

    def _waits(self, tx: Stores, due: CourseRequest, now: datetime) -> bool:
        if not self.catalogue.is_begun(due.course_id, versions_of(tx.withdrawals.everything())):
            return False
        learned = [one for one in tx.staff.learned([due.subject]) if one.course_id == due.course_id]
        return any(waits(each, now.date()) for each in standings(learned, [due]))

    def _tell(self, tx: Stores, due: CourseRequest, now: datetime) -> None:
        choice = tx.reminders.chosen(due.subject, stop_token=new_token())
        if choice.stopped_at is not None:
            return
        tx.outbox.add(
            LearnerMailDue(
                mail=LearnerMail.COURSE_ASKED,
                subject=due.subject,
                course=self.catalogue.named(due.course_id),
                about=due.course_id,
                moment=datetime.combine(due.due_on, NOON),
                at=now,
                stop_token=choice.stop_token,
            )
        )
