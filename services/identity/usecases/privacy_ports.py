"""What requests about somebody's data need."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from kernel.pages import Place
from services.identity.domain.export_archive import Part
from services.identity.domain.privacy_request import PrivacyRequest, Receipt


class Holder(Protocol):
    """Somebody who holds data about people: a service, or Keycloak.

    Both methods may be called again with the same effect, and may raise HolderUnavailable.
    """

    def export(self, subject: str) -> Sequence[dict[str, Any]]:
        """Return everything held about a person, each with its table, purpose and row."""
        ...

    def erase(self, subject: str) -> int:
        """Break every link with a person; return the number of rows that changed."""
        ...


Holders = Mapping[str, Holder]
"""All who hold data about people, by name."""


class PrivacyRequests(Protocol):
    """The requests of one transaction."""

    def add(self, request: PrivacyRequest) -> None:
        """Keep a new one.

        Raises:
            PrivacyRequestOpen: the person asked for the same, and is not answered.
        """
        ...

    def get(self, request_id: UUID, *, lock: bool = False) -> PrivacyRequest:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            PrivacyRequestNotFound: there is none.
        """
        ...

    def save(self, request: PrivacyRequest) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def of_subject(self, subject: str, *, most: int) -> Sequence[PrivacyRequest]:
        """Return a person's own, newest first."""
        ...

    def page(self, *, only_open: bool, after: Place | None, size: int) -> Sequence[PrivacyRequest]:
        """Return everybody's, oldest first."""
        ...

    def to_begin(self, now: datetime) -> PrivacyRequest | None:
        """Return one that waits and is due, locked, leaving those that others hold."""
        ...

    def to_end(self, now: datetime) -> PrivacyRequest | None:
        """Return one whose export is to be deleted, locked, leaving those that others hold."""
        ...

    def disown(self, subject: str, pseudonym: str, at: datetime) -> int:
        """Put a pseudonym in a person's place; what is open of theirs is ended, parts deleted."""
        ...

    def forget_closed(self, before: datetime) -> int:
        """Delete those that were closed before then, with their receipts; return how many."""
        ...


class PrivacyReceipts(Protocol):
    """What holders answered, on one transaction."""

    def add(self, receipt: Receipt) -> None:
        """Keep that a holder is to be asked; one that is there stays as it is."""
        ...

    def claim(self, now: datetime, *, again_at: datetime) -> Receipt | None:
        """Return a question that is due, and let it be due again then, should nobody answer it.

        So a process that is killed with a question in its hand delays it, and loses nothing.
        """
        ...

    def of(self, request_ids: Collection[UUID]) -> Sequence[Receipt]:
        """Return all of these requests', in order of rounds and names."""
        ...

    def answered(self, receipt: Receipt, part: Part | None) -> None:
        """Keep an answer; one that was kept before stays."""
        ...

    def later(self, receipt: Receipt, at: datetime, why: str) -> None:
        """Ask again then, if nobody has an answer by now."""
        ...

    def parts(self, request_id: UUID) -> Sequence[Part]:
        """Return what the holders have, for the export."""
        ...

    def forget_parts(self, request_id: UUID) -> int:
        """Delete what the holders had; return how many."""
        ...
