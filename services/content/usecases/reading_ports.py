"""What the use cases of readings need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.reading import Reading


class Readings(Protocol):
    """What people read, on one transaction."""

    def find(self, subject: str, document_ids: Sequence[UUID]) -> Sequence[Reading]:
        """Return somebody's readings of these documents, in no order."""
        ...

    def keep(self, subject: str, reading: Reading) -> None:
        """Keep a reading in the place of the one before; never an earlier version."""
        ...

    def changed(
        self, reader: Principal, *, after: Place | None, size: int
    ) -> Sequence[tuple[Document, Reading]]:
        """Return published documents that a person read, may read, and that changed since.

        The latest material change first.
        """
        ...

    def of(self, subject: str) -> Sequence[Reading]:
        """Return everything that somebody read, the earliest first."""
        ...

    def is_off(self, subject: str) -> bool:
        """Tell whether somebody wants nothing to be kept."""
        ...

    def switch(self, subject: str, *, off: bool) -> None:
        """Keep whether somebody wants nothing to be kept; doing it again changes nothing."""
        ...

    def clear(self, subject: str) -> int:
        """Delete everything that somebody read; return how many rows."""
        ...

    def forget(self, *, before: datetime) -> int:
        """Delete what was last read before then; return how many rows."""
        ...
