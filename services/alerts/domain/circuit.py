"""Whether a provider is asked at all: closed while it works, open while it does not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from services.alerts.domain.delivery import Outcome

SLOW: Final = timedelta(seconds=3)
"""Whoever takes longer to answer is as good as away, whatever the answer is."""

ENOUGH: Final = 10
"""So much against a provider, in a row, opens its circuit."""

WEIGHTS: Final = {
    Outcome.AWAY: 5,
    Outcome.UNKNOWN: 5,
    Outcome.LATER: 1,  # it may be about one mailbox: ten in a row are about the provider
    Outcome.TAKEN: 0,
    Outcome.NO_ADDRESS: 0,
    Outcome.REFUSED: 0,
}
SLOW_WEIGHT: Final = 5
FIRST_REST: Final = timedelta(seconds=15)
LONGEST_REST: Final = timedelta(minutes=2)
PROBE_LASTS: Final = timedelta(seconds=30)
"""A probe whose asker did not come back by then is none any more."""


class Gate(Enum):
    """What a circuit lets through."""

    CLOSED = 0
    """Everything."""

    HALF_OPEN = 1
    """One hand-over, to see."""

    OPEN = 2
    """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """One provider's circuit, as one process sees it."""

    against: int = 0
    rest: timedelta = FIRST_REST
    open_until: datetime | None = None
    probe_until: datetime | None = None

    def gate(self, at: datetime) -> Gate:
        """Return what it lets through at a moment."""
        if self.open_until is None:
            return Gate.CLOSED
        return Gate.OPEN if at < self.open_until or self.is_probed(at) else Gate.HALF_OPEN

    def is_probed(self, at: datetime) -> bool:
        """Tell whether a hand-over is under way to see whether it works again."""
        return self.probe_until is not None and at < self.probe_until

    def probed(self, at: datetime) -> "Circuit":
        """Return it while one hand-over goes through to see."""
        return replace(self, probe_until=at + PROBE_LASTS)

    def heard(self, outcome: Outcome, took: timedelta, at: datetime) -> "Circuit":
        """Return it after a hand-over."""
        weight = max(WEIGHTS[outcome], SLOW_WEIGHT if took >= SLOW else 0)
        if weight == 0:
            return Circuit()
        if self.open_until is not None:
            longer = min(self.rest * 2, LONGEST_REST)
            return Circuit(against=ENOUGH, rest=longer, open_until=at + longer)
        against = self.against + weight
        if against < ENOUGH:
            return replace(self, against=against)
        return Circuit(against=against, rest=self.rest, open_until=at + self.rest)
