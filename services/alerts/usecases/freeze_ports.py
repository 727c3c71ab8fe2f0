"""What the use cases of a freeze need."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from services.alerts.domain.freeze import Freeze


class Freezes(Protocol):
    """The freezes of one transaction: at most one that is not lifted."""

    def add(self, freeze: Freeze) -> None:
        """Keep a new one.

        Raises:
            FreezeUnderWay: another came first.
        """
        ...

    def get(self, freeze_id: UUID, *, lock: bool = False) -> Freeze:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            FreezeNotFound: there is none.
        """
        ...

    def open(self, *, hold: bool = False) -> Freeze | None:
        """Return the one that is not lifted; held, it does not change meanwhile."""
        ...

    def save(self, freeze: Freeze) -> None:
        """Keep the next version of one.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def said_by(self, subject: str) -> Sequence[Freeze]:
        """Return those about which a person said a word, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return the number of freezes changed."""
        ...
