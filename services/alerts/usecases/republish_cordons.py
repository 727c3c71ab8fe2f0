"""Tell everyone again of every cordon that is live."""

from dataclasses import dataclass

from services.alerts.domain.cordon import stands
from services.alerts.domain.events import CordonChanged
from services.alerts.usecases.cordon_reading import governing
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishCordons:
    """Put a snapshot of each into the outbox, under an id that is the same each time."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many were told of."""
        told = 0
        with self.unit_of_work() as tx:
            for cordon in tx.cordons.live():
                alert = governing(tx, cordon.thread_id)
                if alert is not None and stands(alert):
                    tx.outbox.again(CordonChanged(cordon, alert))
                    told += 1
        return told
