"""Everything that alerts holds about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.alerts.domain.alert import Alert
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldData:
    """The alerts in which a person had a hand, and (table, purpose, row) of all other rows."""

    alerts: Sequence[Alert]
    rows: Sequence[tuple[str, str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> HeldData:
        """Return it, alerts oldest first; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            alerts, rows = tx.alerts.handled_by(subject), tx.plumbing.export(subject)
        return HeldData(alerts=alerts, rows=rows)
