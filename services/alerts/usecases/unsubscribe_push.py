"""Send no notifications to a browser any more."""

from collections.abc import Collection
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

    def __call__(self, caller: Principal, *, among: Collection[UUID]) -> bool:
        """Tell whether there was one of theirs among these ids; it is ended."""
        with self.unit_of_work() as tx:
            found = [each for each in map(tx.recipients.find, among) if each]
            theirs = [
                each
                for each in found
                if each.subject == caller.person and each.address_for(Channel.WEB_PUSH)
            ]
            if not theirs:
                return False
            for each in theirs:
                tx.recipients.keep(Recipient.stopped(each.recipient_id, each.version + 1))
            tx.outbox.add(
                Used(caller=caller, metric="alerts.push-unsubscribed", at=self.clock.now())
            )
        return True
