"""Show one endpoint."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_reading import own_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class GetWebhook:
    """Show an endpoint of the caller's organisation."""

    unit_of_work: UnitOfWork

    def __call__(self, caller: Principal, *, webhook_id: UUID) -> Webhook:
        """Return it.

        Raises:
            WebhookNotFound: there is none of theirs.
        """
        with self.unit_of_work() as tx:
            return own_webhook(tx.webhooks, caller, webhook_id)
