"""What the use cases of situation reports need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.alerts.domain.situation import Reporter, Sighting


class Situations(Protocol):
    """What people report, on one transaction."""

    def find(self, thread_id: UUID, subject: str) -> Reporter | None:
        """Return what one person reported."""
        ...

    def save(self, reporter: Reporter) -> None:
        """Keep the next version of what one person reported.

        Raises:
            StaleVersion: another tap of theirs came first.
        """
        ...

    def sightings(self, thread_id: UUID, since: datetime) -> Sequence[Sighting]:
        """Count the people of each area who reported each kind since then."""
        ...

    def of(self, subject: str) -> Sequence[Reporter]:
        """Return everything that one person reported."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of what was last reported before then; return how many rows."""
        ...
