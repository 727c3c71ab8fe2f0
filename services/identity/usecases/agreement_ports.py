"""What the ledger of consent needs."""

from collections.abc import Sequence
from typing import Protocol

from services.identity.domain.agreement import AgreementEntry


class Agreements(Protocol):
    """The ledger on one transaction: lines are added, and go with their person alone."""

    def add(self, entry: AgreementEntry) -> None:
        """Keep a new line.

        Raises:
            StaleVersion: another line of the person has this number.
        """
        ...

    def of(self, subject: str) -> Sequence[AgreementEntry]:
        """Return a person's lines, oldest first."""
        ...

    def by_token(self, token: str) -> AgreementEntry | None:
        """Return the line whose stop link this is, or None."""
        ...

    def people(self, *, after: str, size: int) -> Sequence[str]:
        """Return who has lines, by subject, from the one after `after`."""
        ...
