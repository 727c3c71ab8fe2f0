"""What the use cases of accessible formats need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.format_request import FormatRequest, Offer


class FormatRequests(Protocol):
    """The requests for accessible formats of one transaction."""

    def add(self, request: FormatRequest) -> None:
        """Keep a new one."""
        ...

    def get(self, request_id: UUID, *, lock: bool = False) -> FormatRequest:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            FormatRequestNotFound: there is none.
        """
        ...

    def save(self, request: FormatRequest) -> None:
        """Keep one as it is now, from under its lock."""
        ...

    def waiting_of(self, requester: str) -> int:
        """Return how many of a person wait."""
        ...

    def waiting_without_account(self, document_id: UUID) -> int:
        """Return how many on a document wait that nobody with an account made."""
        ...

    def of(self, requester: str, *, most: int) -> Sequence[FormatRequest]:
        """Return a person's, newest first."""
        ...

    def queue(
        self, reader: Principal, *, ended: bool, after: Place | None, size: int
    ) -> Sequence[FormatRequest]:
        """Return what waits, or ended, on documents that a person may read, by when it is due."""
        ...

    def offers(self, document_id: UUID) -> Sequence[Offer]:
        """Return the newest of each format and language of a document: links, standing files."""
        ...

    def overdue(self, now: datetime, *, most: int) -> Sequence[FormatRequest]:
        """Return what waits beyond its day and was not told of for longest, locked."""
        ...

    def count_waiting(self, now: datetime) -> tuple[int, int]:
        """Return how many wait, and how many of them beyond their day."""
        ...

    def editors(self, *, most: int) -> Sequence[Principal]:
        """Return people who may answer, by our own copy of their rights."""
        ...

    def handled_by(self, subject: str) -> Sequence[FormatRequest]:
        """Return what a person claimed, answered or closed."""
        ...

    def forget_people(self, *, before: datetime) -> int:
        """Of what ended before then forget who asked and what they wrote; return how many rows.

        A request of which nothing was made goes whole.
        """
        ...

    def forget(self, requester: str) -> int:
        """Forget that a person asked, and what they wrote; return how many rows."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in an editor's place; return how many rows changed."""
        ...


class ReplyCodes(Protocol):
    """Makes codes that nobody can guess: with one, somebody without an account sees an answer."""

    def code(self, request_id: UUID) -> str:
        """Return the code of a request: always the same one."""
        ...

    def fits(self, request_id: UUID, code: str) -> bool:
        """Tell whether it is the request's, in a time that tells nothing."""
        ...
