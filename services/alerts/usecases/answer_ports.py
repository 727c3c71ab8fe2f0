"""What the use cases of answers and of help need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.answer import Answer, Answered
from services.alerts.domain.help import HelpRequest, HelpState, Staffing


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLink:
    """What a link says: who may answer what, and until when."""

    thread_id: UUID
    recipient_id: UUID
    ends_at: datetime


class AnswerLinks(Protocol):
    """Seals and opens links."""

    def seal(self, link: AnswerLink) -> str:
        """Return a link's token: the same for the same link, and nothing can be read in it."""
        ...

    def open(self, token: str) -> AnswerLink:
        """Return what a token says, whether or not its time is over.

        Raises:
            AnswerLinkRefused: it is forged or spoiled.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTally:
    """How many people of a region gave an answer."""

    region: str
    answer: Answer
    count: int


class Answers(Protocol):
    """What people answered, on one transaction."""

    def find(self, thread_id: UUID, key: str) -> Answered | None:
        """Return one person's answer as it stands."""
        ...

    def save(self, answered: Answered) -> None:
        """Keep the next answer of a person, and the former one as history.

        Raises:
            StaleVersion: another one of theirs came first.
        """
        ...

    def tally(self, thread_id: UUID) -> Sequence[AnswerTally]:
        """Count the answers that stand."""
        ...

    def last(self, thread_id: UUID) -> datetime | None:
        """Return when the last answer was given."""
        ...

    def history(self, subject: str) -> Sequence[Answered]:
        """Return every answer of someone who has an account, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of what was answered before then, history with it; return how many."""
        ...


class HelpDesk(Protocol):
    """Who is at which queue, and who calls for help, on one transaction."""

    def staffed(self, at: datetime) -> Sequence[Staffing]:
        """Return the shifts under way, the earliest begun first."""
        ...

    def begin(self, staffing: Staffing) -> None:
        """Keep a new shift."""
        ...

    def shift(self, staffing_id: UUID, *, lock: bool = False) -> Staffing:
        """Return a shift.

        Raises:
            StaffingNotFound: there is none.
        """
        ...

    def save_shift(self, staffing: Staffing) -> None:
        """Keep the next version of a shift.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def ask(self, request: HelpRequest) -> None:
        """Keep a new call for help.

        Raises:
            StaleVersion: this person has one about it that is open.
        """
        ...

    def get(self, help_id: UUID, *, lock: bool = False) -> HelpRequest:
        """Return a call for help.

        Raises:
            HelpNotFound: there is none.
        """
        ...

    def open_of(self, thread_id: UUID, key: str) -> HelpRequest | None:
        """Return the call of a person that is not closed, locked."""
        ...

    def save(self, request: HelpRequest) -> None:
        """Keep the next version of a call.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page(self, *, after: Place | None, size: int) -> Sequence[HelpRequest]:
        """Return the calls that are not closed, oldest first."""
        ...

    def forsaken(self, alert_id: UUID, queue: str, at: datetime) -> bool:
        """Tell whether a call about an alert waits at a queue, and nobody is there or national."""
        ...

    def open_counts(self, thread_id: UUID) -> Mapping[HelpState, int]:
        """Count the calls that are not closed."""
        ...

    def of(self, subject: str) -> Sequence[HelpRequest]:
        """Return the calls of someone who has an account, oldest first."""
        ...

    def shifts_of(self, officer: str) -> Sequence[Staffing]:
        """Return the shifts of an officer, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place, and forget their number; return how many rows."""
        ...

    def forget_number(self, recipient_id: UUID) -> int:
        """Forget the number of someone without an account who stopped; return how many rows."""
        ...

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of the calls and shifts that ended before then; return how many."""
        ...
