"""Try again what was given up."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.errors import DeliveryNotFound
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.replay_webhook_delivery import sent_anew


@dataclass(frozen=True, slots=True, kw_only=True)
class RequeueDeadDelivery:
    """Queue a dead letter again, once its provider works: under the id that it has."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, delivery_id: UUID) -> Delivery:
        """Return it as it stands.

        Raises:
            DeliveryNotFound: there is no such dead letter of an alert that the caller may read.
            AlertOutOfDate: its time is over.
        """
        with self.unit_of_work() as tx:
            now = self.clock.now()
            delivery = tx.deliveries.find(delivery_id)
            if delivery is None or delivery.state is not State.DEAD:
                raise DeliveryNotFound("There is no such dead letter.")
            if not tx.alerts.get(delivery.alert_id).readable_by(caller):
                raise DeliveryNotFound("There is no such dead letter.")
            again = sent_anew(tx, delivery, now)
            tx.audit.record(
                caller,
                "alerts:requeue-dead-delivery",
                str(delivery.alert_id),
                delivery=str(delivery_id),
                channel=delivery.channel.value,
            )
            detail = delivery.channel.value.lower()
            tx.outbox.add(
                Used(caller=caller, metric="alerts.delivery-requeued", at=now, detail=detail)
            )
        return again
