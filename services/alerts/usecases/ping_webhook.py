"""Have a ping sent to an endpoint."""

from dataclasses import dataclass
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.errors import TooManyPings
from services.alerts.domain.ping import MINUTE, MOST_IN_A_MINUTE, Ping
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_ports import LogLine
from services.alerts.usecases.webhook_reading import own_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class PingWebhook:
    """Queue a ping; `work` sends it within a second."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, webhook_id: UUID, key: RequestKey) -> LogLine:
        """Return the ping as it stands.

        Raises:
            WebhookNotFound: there is none of theirs.
            TooManyPings: there were five within a minute.
            IdempotencyKeyReused: the key came with another body.
        """
        now = self.clock.now()
        ping = Ping(ping_id=self.ids.new(), webhook_id=webhook_id, asked_at=now)
        with self.unit_of_work() as tx:
            webhook = own_webhook(tx.webhooks, caller, webhook_id, lock=True)
            earlier = tx.idempotency.claim(caller.person, key, str(ping.ping_id))
            if earlier is not None:
                ping = tx.webhooks.ping(UUID(earlier)) or ping
                return LogLine(queued_at=ping.asked_at, what=ping)
            if tx.webhooks.pinged_since(webhook_id, now - MINUTE) >= MOST_IN_A_MINUTE:
                raise TooManyPings("Wait a minute before you ping it again.")
            tx.webhooks.keep_ping(ping)
            tx.audit.record(caller, "alerts:ping-webhook", str(webhook_id))
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="alerts.webhook-pinged",
                    at=now,
                    detail=webhook.mode.value.lower(),
                )
            )
        return LogLine(queued_at=now, what=ping)
