"""Keep a browser that gets notifications."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.errors import TooManyBrowsers
from services.alerts.domain.push import MOST_OF_A_PERSON, PushSubscription
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.webhook_ports import WebhookAddresses


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribePush:
    """Keep a subscription in the caller's name; the browser's consent came with it."""

    unit_of_work: UnitOfWork
    addresses: WebhookAddresses
    clock: Clock

    def __call__(
        self, caller: Principal, *, said: PushSubscription, language: str, key: RequestKey
    ) -> UUID:
        """Return the subscription's id.

        Raises:
            Invalid: nothing may be posted to its address.
            TooManyBrowsers: the caller has as many as one may have.
            IdempotencyKeyReused: the key came with another body.
        """
        if wrong := self.addresses.wrong_with(said.endpoint):
            raise Invalid(Violation("endpoint", wrong))
        subject, subscription_id = caller.person, said.subscription_id
        with self.unit_of_work() as tx:
            if tx.idempotency.claim(subject, key, str(subscription_id)) is not None:
                return subscription_id
            mine = {
                each.recipient_id
                for each in tx.recipients.of(subject)
                if each.active and each.address_for(Channel.WEB_PUSH) is not None
            }
            if len(mine - {subscription_id}) >= MOST_OF_A_PERSON:
                raise TooManyBrowsers(f"{MOST_OF_A_PERSON} browsers may have notifications.")
            there = tx.recipients.find(subscription_id)
            version = there.version + 1 if there else 1
            tx.recipients.keep(said.recipient(subject, version=version, language=language))
            tx.outbox.add(Used(caller=caller, metric="alerts.push-subscribed", at=self.clock.now()))
        return subscription_id
