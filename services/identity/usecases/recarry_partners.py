"""Bring partners' sites and providers at Keycloak back to the record, whoever changed them."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Ids
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.waiting_ports import Task, TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RecarryPartners:
    """Have each carried again that two people made, also what was ended: it stays shut.

    A change in Keycloak's console is an alarm of the watch, which does not say what was changed.
    """

    unit_of_work: UnitOfWork
    ids: Ids

    def __call__(self) -> int:
        """Return how many will be; what waits to be carried already waits once."""
        with self.unit_of_work() as tx:
            there: list[tuple[TaskKind, UUID]] = [
                *((TaskKind.PARTNER, each.site_id) for each in tx.partner_sites.confirmed()),
                *((TaskKind.PROVIDER, each.provider_id) for each in tx.providers.confirmed()),
            ]
            again = [
                Task(task_id=self.ids.new(), subject=str(each), kind=kind)
                for kind, each in there
                if not tx.tasks.waits(str(each), kind)
            ]
            for task in again:
                tx.tasks.add(task)
        return len(again)
