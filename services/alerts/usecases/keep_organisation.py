"""Keep what identity tells of an organisation."""

from dataclasses import dataclass

from services.alerts.domain.whereabouts import Organisation
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepOrganisation:
    """Take a snapshot; of an organisation that is no more nothing is kept but that."""

    unit_of_work: UnitOfWork

    def __call__(self, organisation: Organisation) -> bool:
        """Tell whether it was news; an older version, or the same again, changes nothing."""
        with self.unit_of_work() as tx:
            return tx.whereabouts.keep_organisation(organisation)
