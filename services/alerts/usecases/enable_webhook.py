"""Let an endpoint be sent to again."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_ports import WebhookAddresses
from services.alerts.usecases.webhook_reading import own_webhook, same_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableWebhook:
    """Let it be sent to again; who says so answers for it from now on."""

    unit_of_work: UnitOfWork
    addresses: WebhookAddresses
    clock: Clock

    def __call__(self, caller: Principal, *, webhook_id: UUID, expected_version: int) -> Webhook:
        """Return the endpoint.

        Raises:
            WebhookNotFound: there is none of theirs.
            StaleVersion: it is not the version that the caller read.
            Invalid: alerts may not be posted to its address.
        """
        with self.unit_of_work() as tx:
            url = own_webhook(tx.webhooks, caller, webhook_id).url
        if wrong := self.addresses.wrong_with(url):  # it asks the network: under no lock
            raise Invalid(Violation("url", wrong))
        with self.unit_of_work() as tx:
            there = own_webhook(tx.webhooks, caller, webhook_id, lock=True)
            same_webhook(there, expected_version)
            enabled = there.enabled(by=caller.person)
            tx.webhooks.save(enabled)
            tx.recipients.keep(enabled.recipient())
            tx.audit.record(caller, "alerts:enable-webhook", str(webhook_id))
            tx.outbox.add(Used(caller=caller, metric="alerts.webhook-enabled", at=self.clock.now()))
        return enabled
