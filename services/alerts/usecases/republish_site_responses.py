"""Tell again of every premises that has a response level of its own."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.domain.events import SiteResponseChanged
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.site_reading import of_override


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishSiteResponses:
    """Put a snapshot of each into the outbox, under an id that is the same each time."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many were told of."""
        with self.unit_of_work() as tx:
            standing, now = tx.threat_levels.standing(), self.clock.now()
            live = tx.site_overrides.live()
            for own in live:
                tx.outbox.again(SiteResponseChanged(of_override(standing, own), now))
        return len(live)
