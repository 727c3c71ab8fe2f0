"""What the use cases of the rumour board need."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.rumour import Rumour


class Rumours(Protocol):
    """The entries of one transaction."""

    def add(self, rumour: Rumour) -> None:
        """Keep a new one."""
        ...

    def get(self, rumour_id: UUID, *, lock: bool = False) -> Rumour:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            RumourNotFound: there is none.
        """
        ...

    def save(self, rumour: Rumour) -> None:
        """Keep the next version of one.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def board(self, *, after: Place | None, size: int) -> Sequence[Rumour]:
        """Return what was ever published, newest first, at most `size`."""
        ...

    def waiting(self, *, most: int) -> Sequence[Rumour]:
        """Return what waits for a second person, newest first."""
        ...

    def handled_by(self, subject: str) -> Sequence[Rumour]:
        """Return those in which a person had a hand, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return the number of entries changed."""
        ...
