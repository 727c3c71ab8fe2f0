"""Count whom an audience reaches, before there is an alert."""

from dataclasses import dataclass

from services.alerts.domain.aim import Aim
from services.alerts.domain.reach import Counted
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAudience:
    """Count by the predicate that delivers: issued now, it would be so many rows."""

    unit_of_work: UnitOfWork

    def __call__(self, *, aim: Aim) -> Counted:
        """Return the counts; nobody is named, and nothing is kept."""
        with self.unit_of_work() as tx:
            return tx.reach.count(aim)
