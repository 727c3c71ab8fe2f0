"""Post to endpoints what is due, after looking again what may be said to whom."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.domain.delivery import Delivery, HandOver
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook import Webhook
from services.alerts.domain.webhook_message import alert_message
from services.alerts.usecases.delivery_ports import Claimed, DeliveryMeasures
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.send_deliveries import over, send_batch
from services.alerts.usecases.webhook_ports import WebhookPoster


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Why nothing is posted."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendWebhooks:
    """One sender of posts; several run beside each other, in any number of processes.

    An endpoint that failed rests: what is due for it waits, and holds no sender of the others.
    """

    unit_of_work: UnitOfWork
    poster: WebhookPoster
    measures: DeliveryMeasures
    clock: Clock
    public_url: str
    up_to: int | None = None

    def __call__(self) -> int | None:
        """Send one batch; return how many were settled, or None if there is nothing to send."""
        return send_batch(
            self.unit_of_work, self.clock, Channel.WEBHOOK, self._one, up_to=self.up_to
        )

    def _one(self, claimed: Claimed) -> bool:
        delivery, now = claimed.delivery, self.clock.now()
        with self.unit_of_work() as tx:
            webhook = tx.webhooks.find(delivery.recipient_id)
            if webhook is None or webhook.disabled_at is not None:
                return self._settled(tx, claimed, delivery.dropped("the endpoint is disabled"))
            if webhook.rests_until is not None and webhook.rests_until > now:
                rested = delivery.deferred(webhook.rests_until)
                return self._settled(tx, claimed, rested)
            body = self._written(tx, delivery)
            if isinstance(body, Unsaid):
                return self._settled(tx, claimed, delivery.dropped(body.why))
            if not tx.deliveries.begin(claimed, now):
                return True  # our time ran out, and somebody else has it
        heard = self.poster.post(webhook, delivery.delivery_id, body, now)
        settled = delivery.settled(heard, self.clock.now())
        with self.unit_of_work() as tx:
            self._settled(tx, claimed, settled)
            self._look_after(tx, webhook, heard)
        return True

    def _written(self, tx: Stores, delivery: Delivery) -> "str | Unsaid":
        """Return what to say at this moment, or why nothing is to be said any more."""
        alert = tx.alerts.get(delivery.alert_id)
        if (why := over(alert, delivery, self.clock.now())) is not None:
            return Unsaid(why)
        to = tx.recipients.find(delivery.recipient_id)
        if to is None:
            return Unsaid("the recipient stopped")
        return alert_message(alert, delivery.notice, to, self.public_url)

    def _settled(self, tx: Stores, claimed: Claimed, after: Delivery) -> bool:
        tx.deliveries.settle(claimed, after)
        self.measures.settled(claimed.delivery, after)
        return True

    def _look_after(self, tx: Stores, webhook: Webhook, heard: HandOver) -> None:
        """Keep how the endpoint is doing; say nothing to it any more once it is hopeless."""
        there = tx.webhooks.find(webhook.webhook_id, lock=True)
        if there is None:
            return
        after = there.heard(heard.outcome, self.clock.now())
        if after == there:
            return
        tx.webhooks.save(after)
        if after.disabled_at is not None and there.disabled_at is None:
            tx.recipients.keep(after.recipient())
