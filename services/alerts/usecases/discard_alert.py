"""Give an alert up before it was issued."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardAlert:
    """Give up the version that the caller read; it stays on record."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, alert_id: UUID, expected_version: int, why: str
    ) -> Alert:
        """Return the discarded alert.

        Raises:
            AlertNotFound: there is none that the caller may know of.
            StaleVersion: it is not the version that the caller read.
            IllegalTransition: it was issued, or is discarded already.
        """
        with self.unit_of_work() as tx:
            alert = get_readable(tx.alerts, caller, alert_id, lock=True)
            same_version(alert, expected_version)
            discarded = alert.discard()
            tx.alerts.save(discarded)
            tx.audit.record(caller, "alerts:discard", str(alert_id), discarded.digest, why=why)
        return discarded
