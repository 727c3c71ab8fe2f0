"""Show what an endpoint was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.pages import Place
from kernel.principals import Principal
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_ports import LogLine
from services.alerts.usecases.webhook_reading import own_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWebhookDeliveries:
    """Show a page of an endpoint's delivery log, newest first."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, webhook_id: UUID, after: Place | None, size: int
    ) -> tuple[Sequence[LogLine], Place | None]:
        """Return the page, and where the next one begins.

        Raises:
            WebhookNotFound: there is none of theirs.
        """
        with self.unit_of_work() as tx:
            own_webhook(tx.webhooks, caller, webhook_id)
            found = tx.webhooks.log(webhook_id, after=after, size=size + 1)
        page = found[:size]
        return page, page[-1].place if len(found) > size else None
