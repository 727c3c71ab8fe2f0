"""Send one delivery of an endpoint once more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.alert import Status
from services.alerts.domain.delivery import UNDER_WAY, Delivery
from services.alerts.domain.errors import AlertOutOfDate, DeliveryNotFound, DeliveryUnderWay
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.webhook_ports import LogLine
from services.alerts.usecases.webhook_reading import own_webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayWebhookDelivery:
    """Queue a delivery again that has come to its end, under the id that it has."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, webhook_id: UUID, delivery_id: UUID) -> LogLine:
        """Return it as it stands.

        Raises:
            WebhookNotFound: there is no such endpoint of theirs.
            DeliveryNotFound: there is none of that endpoint.
            DeliveryUnderWay: it is being tried already.
            AlertOutOfDate: its time is over.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            own_webhook(tx.webhooks, caller, webhook_id)
            delivery = tx.deliveries.find(delivery_id)
            if delivery is None or delivery.recipient_id != webhook_id:
                raise DeliveryNotFound("There is no such delivery.")
            again = sent_anew(tx, delivery, now)
            tx.audit.record(
                caller, "alerts:replay-webhook-delivery", str(webhook_id), delivery=str(delivery_id)
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.webhook-replayed", at=now))
        return LogLine(queued_at=now, what=again)


def sent_anew(tx: Stores, delivery: Delivery, at: datetime) -> Delivery:
    """Queue a delivery again that has come to its end.

    Raises:
        DeliveryUnderWay: it has not.
        AlertOutOfDate: what it says is not to be sent any more.
    """
    if delivery.state in UNDER_WAY:
        raise DeliveryUnderWay("It is being tried already.")
    alert = tx.alerts.get(delivery.alert_id)
    current = alert.status is Status.ISSUED and alert.successor is None
    if (delivery.notice is Status.ISSUED and not current) or at >= delivery.send_by:
        raise AlertOutOfDate("Its time is over: an alert never arrives after its end.")
    again = delivery.again(at)
    tx.deliveries.save(again)
    return again
