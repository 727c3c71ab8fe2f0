"""Tell the people of premises with a level of their own how it stands to the threat level now."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.alerts.domain.events import SiteResponseChanged
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import of_override

MOST: Final = 100
"""In one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowThreatLevels:
    """Run by the clock: own levels begin, end at their date, and are overtaken or stand again.

    Several may run at once, and each may be killed anywhere: what was told is kept with the word.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int | None:
        """Return how many premises heard something; None when there is nothing to tell."""
        now, heard = self.clock.now(), []
        with self.unit_of_work() as tx:
            standing = tx.threat_levels.standing()
            numbers = {series: level.number for series, level in standing.items()}
            for own in tx.site_overrides.due(now, numbers, most=MOST):
                following = own.followed(standing.get(own.series), now)
                if following is not None:
                    tx.site_overrides.save(following)
                    tx.outbox.add(SiteResponseChanged(of_override(standing, following), now))
                    heard.append(following)
            if heard:
                tx.site_overrides.notify(heard, but=None, at=now)
        return len(heard) or None
