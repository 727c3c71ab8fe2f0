"""Show the endpoints of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.principals import Principal
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWebhooks:
    """Show all of them: there is a bound to how many there are."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal) -> Sequence[Webhook]:
        """Return them, oldest first; who is of no organisation has none."""
        if not caller.organisation_id:
            return []
        with self.unit_of_work() as tx:
            return tx.webhooks.of(caller.organisation_id)
