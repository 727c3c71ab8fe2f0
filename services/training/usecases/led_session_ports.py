"""What the verbs of led sessions need of stores."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.training.domain.led_session import Booking, LedSession


class LedSessions(Protocol):
    """The led sessions of one transaction."""

    def add(self, session: LedSession) -> None:
        """Keep a new session."""
        ...

    def get(self, session_id: UUID, *, lock: bool = False) -> LedSession:
        """Return a session; locked, nobody else books or cancels before the transaction ends.

        Raises:
            SessionNotFound: there is none.
        """
        ...

    def save(self, session: LedSession) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def ahead(
        self,
        course_ids: Collection[UUID],
        *,
        now: datetime,
        region: str,
        after: Place | None,
        size: int,
    ) -> Sequence[LedSession]:
        """Return the sessions of courses that stand and lie ahead, the next first.

        A region keeps those without a region too; an empty one keeps all.
        """
        ...

    def page(self, *, after: Place | None, size: int) -> Sequence[LedSession]:
        """Return all sessions, by their start, the latest first."""
        ...

    def of_trainer(self, subject: str) -> Sequence[LedSession]:
        """Return the sessions that somebody scheduled, the oldest first."""
        ...

    def rename_trainer(self, subject: str, pseudonym: str) -> int:
        """Let sessions be scheduled by a pseudonym; return how many were theirs."""
        ...


class LedBookings(Protocol):
    """The bookings of one transaction."""

    def keep(self, booking: Booking) -> None:
        """Keep a booking, new or changed."""
        ...

    def of_session(self, session_id: UUID) -> Sequence[Booking]:
        """Return all bookings of a session, by turn."""
        ...

    def of_subject(self, subject: str) -> Sequence[Booking]:
        """Return all bookings of a person, the newest first."""
        ...

    def forget(self, subject: str) -> int:
        """Delete a person's bookings; return how many went."""
        ...
