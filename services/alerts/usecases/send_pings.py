"""Post the pings that owners asked for."""

from dataclasses import dataclass

from kernel.ports import Clock
from services.alerts.domain.ping import LOST_AFTER
from services.alerts.domain.webhook_message import ping_message
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_ports import WebhookPoster


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPings:
    """Send one at a time. Each is tried once, and says nothing of how the endpoint is doing."""

    unit_of_work: UnitOfWork
    poster: WebhookPoster
    clock: Clock

    def __call__(self) -> int | None:
        """Send one; return None if none waits."""
        with self.unit_of_work() as tx:
            for lost in tx.webhooks.lost_pings(self.clock.now() - LOST_AFTER):
                tx.webhooks.keep_ping(lost.lost())
            waiting = tx.webhooks.waiting_ping()
            if waiting is None:
                return None
            ping = waiting.begun(self.clock.now())
            tx.webhooks.keep_ping(ping)
            webhook = tx.webhooks.find(ping.webhook_id)
        if webhook is None:
            return 0
        body = ping_message(ping.webhook_id, ping.asked_at)
        heard = self.poster.post(webhook, ping.ping_id, body, self.clock.now())
        with self.unit_of_work() as tx:
            if tx.webhooks.find(ping.webhook_id) is not None:
                tx.webhooks.keep_ping(ping.settled(heard, self.clock.now()))
        return 1
