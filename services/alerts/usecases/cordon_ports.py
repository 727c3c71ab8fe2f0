"""What the use cases of cordons need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.alerts.domain.cordon import Cordon


class Cordons(Protocol):
    """The cordons of one transaction."""

    def add(self, cordon: Cordon) -> None:
        """Keep a new one."""
        ...

    def get(self, cordon_id: UUID, *, lock: bool = False) -> Cordon:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            CordonNotFound: there is none.
        """
        ...

    def save(self, cordon: Cordon) -> None:
        """Keep the next version of one, and each shape that it ever had.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def of_thread(self, thread_id: UUID) -> Sequence[Cordon]:
        """Return those of a thread, the first proposed first, at most a hundred."""
        ...

    def live(self) -> Sequence[Cordon]:
        """Return every one that is live, the first proposed first."""
        ...

    def unpaged(self, at: datetime, *, most: int) -> Sequence[Cordon]:
        """Return those overdue then about whose due time nobody was paged, locked.

        Those that others hold are left.
        """
        ...

    def paged(self, cordon: Cordon) -> None:
        """Keep about which due time officers were paged; the version stays."""
        ...

    def handled_by(self, subject: str) -> Sequence[Cordon]:
        """Return those that name a person, the first proposed first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return the number of cordons changed."""
        ...
