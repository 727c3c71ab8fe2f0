"""Begin to warn an address that was proved."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.errors import Violation
from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.domain.errors import SubscriptionRequestNotFound, WrongCode
from services.identity.domain.events import RecipientChanged
from services.identity.domain.postcode import covered
from services.identity.domain.subscription import Subscription
from services.identity.domain.subscription_request import (
    SubscriptionRequest,
    code_name,
    token_proof,
)
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.telling import counted, names_of, tell


@dataclass(frozen=True, slots=True)
class ByLink:
    """The token of the link in the mail."""

    token: str


@dataclass(frozen=True, slots=True)
class ByCode:
    """The request, and the six digits of the text message."""

    request_id: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSubscription:
    """Turn a request whose address was proved into a subscription, or add to one."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, by: ByLink | ByCode) -> Subscription:
        """Return the subscription; again, it changes nothing.

        Raises:
            SubscriptionRequestNotFound: it was never made, is too old, was tried too often, or
                the person stopped since.
            WrongCode: the code is another.
            TooManyPostcodes: the address has ten already.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            request = self._found(tx, by)
            request.open(now)
            if request.proved_by(self._proof(by)):
                return self._standing(tx, request) or self._begun(tx, caller, request, now)
            tx.subscription_requests.save(request.tried())
        raise WrongCode(Violation("code", "is not the one that we sent"))

    def _proof(self, by: ByLink | ByCode) -> bytes:
        if isinstance(by, ByLink):
            return token_proof(by.token)
        return self.pseudonyms.of(code_name(by.request_id, by.code)).encode()

    def _found(self, tx: Stores, by: ByLink | ByCode) -> SubscriptionRequest:
        if isinstance(by, ByLink):
            found = tx.subscription_requests.with_proof(self._proof(by))
        else:
            found = tx.subscription_requests.get(by.request_id)
        if found is None:
            raise SubscriptionRequestNotFound("This link or code is not known, or is too old.")
        return found

    def _standing(self, tx: Stores, request: SubscriptionRequest) -> Subscription | None:
        """Return what an earlier confirmation of the same request made, if there was one."""
        if request.confirmed_at is None:
            return None
        there = tx.subscriptions.find(request.contact_digest)
        if there is None or not there.active or request.postcode not in there.postcodes:
            raise SubscriptionRequestNotFound("These alerts were stopped since.")
        return there

    def _begun(
        self, tx: Stores, caller: Principal, request: SubscriptionRequest, now: datetime
    ) -> Subscription:
        contact, postcode = request.contact, request.postcode
        regions = frozenset(covered(postcode, tx.postcodes.find(postcode)).regions)
        there = tx.subscriptions.find(request.contact_digest)
        if there is None:
            begun = Subscription.started(
                self.ids.new(),
                contact,
                request.contact_digest,
                postcode=postcode,
                regions=regions,
                language=request.language,
                stop_token=self.ids.new().hex,
                at=now,
            )
            tx.subscriptions.add(begun)
        else:
            begun = there.joined(
                contact, postcode=postcode, regions=regions, language=request.language, at=now
            )
            tx.subscriptions.save(begun)
        tx.subscription_requests.save(request.confirmed(now))
        tell(
            tx,
            self.ids,
            contact,
            "subscribed",
            language=begun.language,
            variables={"stop_token": begun.stop_token, "regions": names_of(begun.regions)},
        )
        tx.audit.record(caller, "identity:confirm-subscription", str(begun.subscription_id))
        tx.outbox.add(
            RecipientChanged(begun),
            counted(caller, "identity.subscription_confirmed", begun, contact.channel, now),
        )
        return begun
