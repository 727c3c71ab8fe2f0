"""Keep what identity tells of premises."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.domain.events import SiteResponseChanged
from services.alerts.domain.site_response import series_of
from services.alerts.domain.whereabouts import Premises
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.site_reading import of_override


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPremises:
    """Take a snapshot; where removed premises were is forgotten at once, and their own levels."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, premises: Premises) -> bool:
        """Tell whether it was news; an older version, or the same again, changes nothing."""
        with self.unit_of_work() as tx:
            kept = tx.whereabouts.keep_premises(premises)
            if kept and premises.active:
                series = series_of(premises.place.regions)
                tx.site_overrides.moved(premises.premises_id, series)
            elif kept:
                self._forget(tx, premises)
        return kept

    def _forget(self, tx: Stores, premises: Premises) -> None:
        now = self.clock.now()
        newest = tx.site_overrides.newest([premises.premises_id], lock=True)
        for own in newest.values():
            if own.end is None:
                over = of_override(tx.threat_levels.standing(), own.gone(now))
                tx.outbox.add(SiteResponseChanged(over, now))
        tx.site_overrides.forget(premises.premises_id)
