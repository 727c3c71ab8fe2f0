"""Keep a browser that gets notifications."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, StaleVersion, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.alerts.domain.errors import TooManyBrowsers
from services.alerts.domain.push import MOST_OF_A_PERSON, PushSubscription
from services.alerts.domain.recipient import Channel, Recipient
from services.alerts.usecases.ports import Stores, UnitOfWork
from services.alerts.usecases.webhook_ports import WebhookAddresses


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscribePush:
    """Keep a subscription in the caller's name; the browser's consent came with it.

    Whoever had the browser before has it no more, and what they were sent there is no business of
    the caller's: of it no end comes there. Who comes back is told of their own again.
    """

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
            StaleVersion: somebody else took the browser at the same moment.
        """
        if wrong := self.addresses.wrong_with(said.endpoint):
            raise Invalid(Violation("endpoint", wrong))
        subject = caller.person
        with self.unit_of_work() as tx:
            subscription_id = _id_in(tx, said, subject)
            if tx.idempotency.claim(subject, key, str(subscription_id)) is not None:
                return subscription_id
            mine = {
                each.recipient_id
                for each in tx.recipients.of(subject)
                if each.active and each.address_for(Channel.WEB_PUSH) is not None
            }
            if len(mine - {subscription_id}) >= MOST_OF_A_PERSON:
                raise TooManyBrowsers(f"{MOST_OF_A_PERSON} browsers may have notifications.")
            if subscription_id != said.browser_id:
                _hand_over(tx, said, subject)
            there = tx.recipients.find(subscription_id)
            version = there.version + 1 if there else 1
            tx.recipients.keep(
                said.recipient(
                    subject, version=version, language=language, recipient_id=subscription_id
                )
            )
            tx.outbox.add(Used(caller=caller, metric="alerts.push-subscribed", at=self.clock.now()))
        return subscription_id


def _id_in(tx: Stores, said: PushSubscription, subject: str) -> UUID:
    """Return the id of somebody's subscription: an older one of theirs stays as it is."""
    held = tx.recipients.find(said.browser_id)
    older = held is not None and held.active and held.subject == subject
    return said.browser_id if older else said.subscription_id(subject)


def _hand_over(tx: Stores, said: PushSubscription, subject: str) -> None:
    """Note who has the browser from now on, and end what whoever had it is sent there.

    Raises:
        StaleVersion: somebody else noted it at the same moment.
    """
    held = tx.recipients.find(said.browser_id)
    version = held.version + 1 if held else 1
    if not tx.recipients.keep(said.holder(subject, version=version)):
        raise StaleVersion("Somebody else took the browser at this moment: try again.")
    if held is None or held.subject in {None, subject}:
        return
    former = tx.recipients.find(said.subscription_id(held.subject))
    if former is not None and former.active:
        tx.recipients.keep(Recipient.stopped(former.recipient_id, former.version + 1))
