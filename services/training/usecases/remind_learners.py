"""Have learners mailed of what ends, what they have not finished, and sessions that come."""

import secrets
from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.training.domain.course import Catalogue, Course
from services.training.domain.errors import CourseNotFound
from services.training.domain.events import LearnerMail, LearnerMailDue
from services.training.domain.reminder import DueReminder, ReminderKind, session_mail
from services.training.usecases.ports import UnitOfWork

_MAILS: Final = {
    ReminderKind.ENDS_IN_30_DAYS: LearnerMail.CERTIFICATE_ENDS,
    ReminderKind.ENDS_IN_7_DAYS: LearnerMail.CERTIFICATE_ENDS,
    ReminderKind.UNFINISHED: LearnerMail.COURSE_UNFINISHED,
    ReminderKind.SESSION_SOON: LearnerMail.SESSION_SOON,
}


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindLearners:
    """Say that a mail is due, one at a call, in one transaction with the fact that it was told.

    So a crash loses none and sends none twice: what was not committed is due still, and identity
    keeps one mail for each event.
    """

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(self) -> int:
        """Return 1 if something was due, else 0."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            due = tx.reminders.next_due(now)
            if due is None or not tx.reminders.told(due, now):
                return 0
            choice = tx.reminders.chosen(due.subject, stop_token=new_token())
            if choice.stopped_at is not None:
                return 1  # meanwhile
            soon = due.kind is ReminderKind.SESSION_SOON
            tx.outbox.add(
                LearnerMailDue(
                    mail=_MAILS[due.kind],
                    subject=due.subject,
                    course=self._course(due),
                    about=due.page,
                    moment=due.moment,
                    at=now,
                    stop_token=choice.stop_token,
                    mail_id=session_mail(due.about, due.moment) if soon else None,
                )
            )
        return 1

    def _course(self, due: DueReminder) -> Course | None:
        """Return the course, or None: one that is gone must not keep others' reminders waiting."""
        try:
            if due.course_version is None:
                return self.catalogue.named(due.course_id)
            return self.catalogue.version(due.course_id, due.course_version)
        except CourseNotFound:
            return None
