"""Read a private drill of one's own organisation."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.usecases.drilling import Figures, figures_of, organisation_of
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDrill:
    """Return a drill with how far it is."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, drill_id: UUID) -> tuple[Alert, Figures]:
        """Return both; the figures name nobody.

        Raises:
            NoOrganisation: the caller belongs to none.
            DrillNotFound: there is none of the caller's organisation.
        """
        own = organisation_of(caller)
        with self.unit_of_work() as tx:
            drill = tx.drills.get(own, drill_id)
            return drill, figures_of(tx, drill)
