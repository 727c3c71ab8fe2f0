"""Keep what identity tells of premises."""

from dataclasses import dataclass

from services.alerts.domain.whereabouts import Premises
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPremises:
    """Take a snapshot; where removed premises were is forgotten at once."""

    unit_of_work: UnitOfWork

    def __call__(self, premises: Premises) -> bool:
        """Tell whether it was news; an older version, or the same again, changes nothing."""
        with self.unit_of_work() as tx:
            return tx.whereabouts.keep_premises(premises)
