"""Send no notifications to a browser any more."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsubscribePush:
    """Forget a browser of the caller."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, subscription_id: UUID) -> bool:
        """Tell whether there was one of theirs."""
        with self.unit_of_work() as tx:
            there = tx.recipients.find(subscription_id)
            if there is None or there.subject != caller.person:
                return False
            if there.address_for(Channel.WEB_PUSH) is None:
                return False
            tx.recipients.keep(Recipient.stopped(subscription_id, there.version + 1))
            tx.outbox.add(
                Used(caller=caller, metric="alerts.push-unsubscribed", at=self.clock.now())
            )
        return True
