"""What the use cases about dormant accounts need."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from services.identity.domain.dormancy import Sighting


class Sightings(Protocol):
    """On which day people were last here, on one transaction."""

    def note(self, subject: str, day: date) -> None:
        """Keep that somebody was here on a day; what was sent about an older one is over."""
        ...

    def find(self, subject: str) -> Sighting | None:
        """Return when somebody was last here, or None."""
        ...

    def warned(self, sighting: Sighting, days: int) -> None:
        """Keep that a notice was sent."""
        ...

    def due(self, at: datetime, *, most: int) -> Sequence[Sighting]:
        """Return those of accounts in use that are to close or of which a notice is due.

        The longest away come first, without locks.
        """
        ...
