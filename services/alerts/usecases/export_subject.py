"""Everything that alerts holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect the alerts in which a person had a hand (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[Alert]:
        """Return them, oldest first; none for a person who is not known here."""
        with self.unit_of_work() as tx:
            return tx.alerts.handled_by(subject)
