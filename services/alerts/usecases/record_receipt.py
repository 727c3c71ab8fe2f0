"""Take what a provider says of a message that it took."""

from dataclasses import dataclass, field
from hmac import compare_digest
from uuid import UUID

from kernel.ports import Clock, Ids, RandomIds
from services.alerts.domain.delivery import Report, State
from services.alerts.domain.errors import CallbackRefused
from services.alerts.usecases.delivery_ports import DeliveryMeasures
from services.alerts.usecases.other_channels import use_other_channels
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReceipt:
    """Keep whether a message arrived; suspend an address that does not exist."""

    unit_of_work: UnitOfWork
    measures: DeliveryMeasures
    clock: Clock
    secret: str = field(repr=False)
    ids: Ids = field(default_factory=RandomIds)

    def __call__(
        self, *, secret: str, reference: UUID | None, provider_id: str, report: Report
    ) -> bool:
        """Tell whether it changed anything; what is none of ours, or comes again, does not.

        Raises:
            CallbackRefused: it does not come from the provider.
        """
        if not compare_digest(secret.encode(), self.secret.encode()):
            raise CallbackRefused("This is for the provider of text messages.")
        if reference is None:
            return False
        with self.unit_of_work() as tx:
            delivery = tx.deliveries.find(reference)
            if delivery is None:
                return False
            told = delivery.reported(report, provider_id, self.clock.now())
            if told is delivery:
                return False
            tx.deliveries.save(told)
            if told.state is State.PERMANENT:
                tx.recipients.suspend(
                    told.recipient_id, told.channel, told.why, version=told.recipient_version
                )
                use_other_channels(tx, told, clock=self.clock, ids=self.ids)
        self.measures.settled(delivery, told)
        return True
