"""Tell by mail whose endpoint is not sent to any more."""

from dataclasses import dataclass
from uuid import uuid5

from kernel.ports import Clock
from services.alerts.domain.delivery import Outcome
from services.alerts.domain.message import Message
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.delivery_ports import MailSender
from services.alerts.usecases.ports import UnitOfWork

MOST: int = 20
SUBJECT = "Your alerts endpoint is switched off"
TEXT = """Nothing is sent to this endpoint any more, alerts included:

{url}

Why: {why}.

Once it works again, enable it: {public_url}/v1/webhooks/{webhook_id}/enablement (POST).
What was missed meanwhile is in its delivery log, and can be replayed from there.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWebhookOwners:
    """Run by the clock. The reference is the same each time, so that a repeat can be seen.

    Where whoever gave the address was erased nobody can be told: the list of endpoints says it.
    """

    unit_of_work: UnitOfWork
    mails: MailSender
    clock: Clock
    public_url: str

    def __call__(self) -> int:
        """Return how many were told; who could not be is tried again at the next run."""
        with self.unit_of_work() as tx:
            untold = tx.webhooks.untold(most=MOST)
        told = 0
        for webhook in untold:
            if webhook.contact_email and not self._sent(webhook):
                continue
            with self.unit_of_work() as tx:
                there = tx.webhooks.find(webhook.webhook_id, lock=True)
                if there is not None and there.version == webhook.version:
                    tx.webhooks.save(there.told(self.clock.now()))
                    told += 1
        return told

    def _sent(self, webhook: Webhook) -> bool:
        """Tell whether the mail server took it, or never will."""
        reference = uuid5(webhook.webhook_id, str(webhook.version))
        heard = self.mails.send(webhook.contact_email, self._written(webhook), reference)
        return heard.outcome not in {Outcome.AWAY, Outcome.LATER, Outcome.UNKNOWN}

    def _written(self, webhook: Webhook) -> Message:
        text = TEXT.format(
            url=webhook.url,
            why=webhook.disabled_why,
            webhook_id=webhook.webhook_id,
            public_url=self.public_url,
        )
        return Message(subject=SUBJECT, text=text)
