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
        """Keep that a notice was written."""
        ...

    def told(self, subject: str, day: date, days: int, at: datetime) -> None:
        """Keep that a notice about a day was sent, unless they came back since."""
        ...

    def due(self, at: datetime, *, after: Sighting | None = None, most: int) -> Sequence[Sighting]:
        """Return those of accounts in use that are to close or of which a notice is due.

        The longest away come first, without locks; those who come behind `after`, if it is said.
        """
        ...


class DormancyMeasures(Protocol):
    """What those who run the platform see of accounts that close."""

    def failed(self, error: Exception) -> None:
        """Count a person about whom nothing could be done this time, and say why in the log."""
        ...
