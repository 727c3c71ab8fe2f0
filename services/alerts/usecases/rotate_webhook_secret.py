"""Give an endpoint a new secret."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_ports import WebhookSecrets
from services.alerts.usecases.webhook_reading import own_webhook, same_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateWebhookSecret:
    """Make a new secret, show it this once, and let the old one sign besides for a while."""

    unit_of_work: UnitOfWork
    secrets: WebhookSecrets
    clock: Clock
    ids: Ids

    def __call__(
        self, caller: Principal, *, webhook_id: UUID, expected_version: int, overlap: timedelta
    ) -> tuple[Webhook, str]:
        """Return the endpoint and its new secret.

        Raises:
            WebhookNotFound: there is none of theirs.
            StaleVersion: it is not the version that the caller read.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            there = own_webhook(tx.webhooks, caller, webhook_id, lock=True)
            same_webhook(there, expected_version)
            rotated = there.rotated(self.ids.new(), overlap=overlap, at=now)
            tx.webhooks.save(rotated)
            hours = int(overlap.total_seconds() // 3600)
            tx.audit.record(
                caller, "alerts:rotate-webhook-secret", str(webhook_id), overlap_hours=hours
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.webhook-secret-rotated", at=now))
        return rotated, self.secrets.secret(webhook_id, rotated.secret_id)
