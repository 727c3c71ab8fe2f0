"""What the use cases of receipts need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.receipt import Figures, Receipt, Telling


class Receipts(Protocol):
    """Who confirmed what, on one transaction."""

    def find(self, subject: str, document_id: UUID) -> Receipt | None:
        """Return what somebody confirmed last of a document."""
        ...

    def keep(self, receipt: Receipt) -> None:
        """Keep a receipt in the place of somebody's earlier one."""
        ...

    def asked_of(
        self, reader: Principal, *, size: int
    ) -> Sequence[tuple[Document, datetime | None]]:
        """Return published documents that ask a person and that they have not confirmed.

        Only what they may read, and is for a sector and a region of theirs. What was reminded of
        comes first, then what has waited longest. Each with when editors last reminded of it.
        """
        ...

    def figures(self, document: Document, *, names: bool) -> Figures:
        """Return how many people a document asks, and how many confirmed it as it stands."""
        ...

    def reminded_at(self, document_id: UUID) -> datetime | None:
        """Return when editors last reminded of a document."""
        ...

    def remind(self, document_id: UUID, *, at: datetime) -> None:
        """Keep that editors remind of it, and that nobody was told yet."""
        ...

    def next_reminder(self) -> Telling | None:
        """Return one of which not everybody was told, locked, leaving those that others hold."""
        ...

    def told(self, telling: Telling) -> None:
        """Keep that the share of people was told; after the last nobody is left."""
        ...

    def unconfirmed(self, document: Document, share: int) -> Sequence[str]:
        """Return whom of a share of everybody a document asks who has not confirmed it, by id."""
        ...

    def of(self, subject: str) -> Sequence[Receipt]:
        """Return everything that somebody confirmed, the earliest first."""
        ...

    def clear(self, subject: str) -> int:
        """Delete everything that somebody confirmed; return how many rows."""
        ...

    def forget(self, *, before: datetime) -> int:
        """Delete what was confirmed before then; return how many rows."""
        ...
