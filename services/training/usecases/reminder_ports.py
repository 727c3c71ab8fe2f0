"""What the verbs of reminders need of stores."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.training.domain.reminder import DueReminder, ReminderChoice, ReminderKind


class Reminders(Protocol):
    """What people were reminded of, and who wants none, on one transaction."""

    def next_due(self, now: datetime) -> DueReminder | None:
        """Return one that is due and that nobody else holds, locked; None for none.

        None is due of a certificate that was revoked, or renewed by one of the same course that is
        good for longer, nor for who wants none. One ends no later than its version; nobody is to
        finish a version that is over, or a package that was withdrawn. Of a session that was called
        off, or begun, nobody is reminded. Who may not use their account is told once they may.
        """
        ...

    def told(self, reminder: DueReminder, at: datetime) -> bool:
        """Keep that it was told; return False if it was before."""
        ...

    def untell(self, about: UUID, kind: ReminderKind) -> None:
        """Forget that something was told: its moment is another now."""
        ...

    def choice_of(self, subject: str) -> ReminderChoice | None:
        """Return what somebody chose; None for who was never reminded and never chose."""
        ...

    def chosen(self, subject: str, *, stop_token: str) -> ReminderChoice:
        """Return what somebody chose, locked; who never did has this token from now on."""
        ...

    def by_token(self, token: str) -> ReminderChoice | None:
        """Return whose link has a token, locked; None for a token that is not known."""
        ...

    def keep(self, choice: ReminderChoice) -> None:
        """Keep what somebody chose."""
        ...

    def of_subject(self, subject: str) -> list[tuple[DueReminder, datetime]]:
        """Return what somebody was reminded of and when, the oldest first."""
        ...

    def forget(self, subject: str) -> int:
        """Delete both; return how many rows went."""
        ...
