"""How long events are kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from kernel.ports import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Events are kept for some days; what they were rolled up to is kept for good."""

    days: int
    clock: Clock

    def today(self) -> date:
        """Return the UTC day that it is."""
        return self.clock.now().date()

    def first(self) -> date:
        """Return the first day whose events are kept."""
        return self.today() - timedelta(days=self.days)
