"""Send alerts to a further address that was proved."""

from dataclasses import dataclass
from datetime import datetime

from chassis.errors import Violation
from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.channel_errors import (
    ChannelHeld,
    ChannelRequestNotFound,
    TooManyChannels,
)
from services.identity.domain.channel_request import MOST_FURTHER, ChannelRequest
from services.identity.domain.errors import WrongCode
from services.identity.domain.events import RecipientChanged
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_request import code_name, token_proof
from services.identity.usecases.announcing import announce
from services.identity.usecases.confirm_subscription import ByCode, ByLink
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.proving_again import ProvingAgain
from services.identity.usecases.telling_people import Told, further_of, told


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmChannel:
    """Make the address one of the caller's account.

    What was asked for there by postcode, without an account, becomes the account's: one recipient.
    The address of the account is told that a further one was added, and where to turn.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    proving_again: ProvingAgain
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, by: ByLink | ByCode) -> Told:
        """Return how the caller is told now; again, it changes nothing.

        Raises:
            StepUpRequired: they have a second factor, and did not prove it just now.
            AccountsUnavailable: nobody can say whether they have one.
            SubscriberNotFound: the platform has no record of the caller.
            ChannelRequestNotFound: it is another's, too old, or was tried too often.
            WrongCode: the code is another.
            ChannelHeld: another account is told there.
            TooManyChannels: they have five further addresses.
        """
        self.proving_again(caller)
        now = self.clock.now()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            request = self._found(tx, by)
            if request is None or request.subject != person.subject:
                raise ChannelRequestNotFound("This link or code is not known, or is too old.")
            request.must_be_open(now)
            if request.proved_by(self._proof(by)):
                if request.confirmed_at is None:
                    self._begin(tx, caller, person, request, now)
                return told(tx, self.pseudonyms, person)
            tx.channel_requests.save(request.tried())
        raise WrongCode(Violation("code", "is not the one that we sent"))

    def _found(self, tx: Stores, by: ByLink | ByCode) -> ChannelRequest | None:
        if isinstance(by, ByLink):
            return tx.channel_requests.with_proof(self._proof(by))
        return tx.channel_requests.get(by.request_id)

    def _proof(self, by: ByLink | ByCode) -> bytes:
        if isinstance(by, ByLink):
            return token_proof(by.token)
        return self.pseudonyms.of(code_name(by.request_id, by.code)).encode()

    def _begin(
        self,
        tx: Stores,
        caller: Principal,
        person: Subscriber,
        request: ChannelRequest,
        now: datetime,
    ) -> None:
        contact, language = request.contact, person.profile.language
        digest = self.pseudonyms.of(contact.name)
        there = tx.subscriptions.find(digest)
        other = tx.subscribers.find_by_email(contact.address)
        if other is not None or (
            there and there.active and there.subject not in {None, person.subject}
        ):
            raise ChannelHeld("Another account is told at this address.")
        if len(further_of(tx, person)) >= MOST_FURTHER:
            raise TooManyChannels(f"At most {MOST_FURTHER} further addresses.")
        if there is None:
            begun = Subscription.of_account(
                self.ids.new(),
                contact,
                digest,
                subject=person.subject,
                language=language,
                stop_token=self.ids.new().hex,
                at=now,
            )
            tx.subscriptions.add(begun)
        else:
            begun = there.held_by(person.subject, contact, language=language, at=now)
            if begun is not there:
                tx.subscriptions.save(begun)
        tx.channel_requests.save(request.confirmed(now))
        announce(tx, self.ids, person.subject, "channel-added")
        tx.audit.record(caller, "identity:confirm-channel", str(begun.subscription_id))
        metric, detail = "identity.channel-confirmed", contact.channel.value
        tx.outbox.add(
            RecipientChanged(begun), Used(caller=caller, metric=metric, at=now, detail=detail)
        )
