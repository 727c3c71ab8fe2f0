"""Forget an endpoint."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.recipient import Recipient
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_reading import own_webhook, same_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteWebhook:
    """Forget an endpoint; what waits for it is dropped when its turn comes."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, webhook_id: UUID, expected_version: int) -> None:
        """Forget it.

        Raises:
            WebhookNotFound: there is none of theirs.
            StaleVersion: it is not the version that the caller read.
        """
        with self.unit_of_work() as tx:
            there = own_webhook(tx.webhooks, caller, webhook_id, lock=True)
            same_webhook(there, expected_version)
            tx.webhooks.delete(webhook_id)
            tx.recipients.keep(Recipient.stopped(webhook_id, there.version + 1))
            tx.audit.record(caller, "alerts:delete-webhook", str(webhook_id))
            tx.outbox.add(Used(caller=caller, metric="alerts.webhook-deleted", at=self.clock.now()))
