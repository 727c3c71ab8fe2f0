"""What the use cases of requests for access need."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest, AccessStatus
from services.content.domain.document import Document


class Access(Protocol):
    """Teasers, requests and grants, on one transaction."""

    def teaser(self, document_id: UUID, reader: Principal) -> Document:
        """Return a document whose teaser a person may see.

        Whatever has no such teaser is not read at all: it takes as long as a random id.

        Raises:
            DocumentNotFound: there is none.
        """
        ...

    def teasers(self, reader: Principal, *, after: UUID | None, size: int) -> Sequence[Document]:
        """Return documents that a person may not read and whose teaser they may see, by id."""
        ...

    def granted(
        self, subject: str, document_id: UUID, at: datetime
    ) -> tuple[AccessRequest, Document] | None:
        """Return a grant of somebody's in force for a document, and that document.

        One for the document that it translates, or for another translation of that, counts.
        """
        ...

    def add(self, request: AccessRequest) -> None:
        """Keep a new request."""
        ...

    def get(self, request_id: UUID, *, lock: bool = False) -> AccessRequest:
        """Return a request; locked, nobody else changes it before the transaction ends.

        Raises:
            AccessRequestNotFound: there is none.
        """
        ...

    def save(self, request: AccessRequest) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def of(self, subject: str, *, lock: bool = False) -> Sequence[AccessRequest]:
        """Return somebody's, the latest first; locked, nothing of theirs changes meanwhile."""
        ...

    def of_document(self, document_id: UUID) -> Sequence[AccessRequest]:
        """Return the open ones about a document, locked."""
        ...

    def queue(
        self, editor: Principal, statuses: Collection[AccessStatus], *, size: int
    ) -> Sequence[tuple[AccessRequest, Document]]:
        """Return those about which an editor decides, the longest waiting first."""
        ...

    def next_due(self, now: datetime) -> AccessRequest | None:
        """Return an open one whose time is over, or whose document is withdrawn, locked."""
        ...

    def forget(self, *, before: datetime) -> int:
        """Delete what was over before then; return how many."""
        ...

    def decided_by(self, subject: str) -> Sequence[AccessRequest]:
        """Return those about which somebody decided."""
        ...

    def erase(self, subject: str, pseudonym: str) -> int:
        """Delete somebody's own, put a pseudonym where they decided; return how many rows."""
        ...
