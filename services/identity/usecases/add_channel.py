"""Ask that alerts are sent to a further address."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.domain.channel_errors import TooManyChannels
from services.identity.domain.channel_request import MOST_FURTHER, ChannelRequest
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.subscription_request import (
    GOOD_FOR,
    MOST_MESSAGES_A_DAY,
    code_name,
    token_proof,
)
from services.identity.usecases.account_alerts import contact_of
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.proving_again import ProvingAgain
from services.identity.usecases.telling import tell, times_told
from services.identity.usecases.telling_people import further_of

TEMPLATE: Final = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddChannel:
    """Send the address what proves that it is the caller's own; nothing tells if it is known."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    proving_again: ProvingAgain
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, contact: Contact, key: RequestKey) -> UUID:
        """Return the request's id; the same key gives the same one.

        Raises:
            StepUpRequired: they have a second factor, and did not prove it just now.
            AccountsUnavailable: nobody can say whether they have one.
            SubscriberNotFound: the platform has no record of the caller.
            Invalid: it is the address of the caller's own account.
            TooManyChannels: they have five further addresses.
            IdempotencyKeyReused: the key came with another body.
        """
        self.proving_again(caller)
        now, request_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            person = tx.subscribers.get(caller.person, lock=True)
            if contact == contact_of(person):
                raise Invalid(Violation("address", "is that of your account already"))
            earlier = tx.idempotency.claim(caller.person, key, str(request_id))
            if earlier is not None:
                return UUID(earlier)
            if len(further_of(tx, person)) >= MOST_FURTHER:
                raise TooManyChannels(f"At most {MOST_FURTHER} further addresses.")
            day = timedelta(days=1)
            if times_told(tx, contact, TEMPLATE, now - day) >= MOST_MESSAGES_A_DAY:
                return request_id
            variables, proof = self._proof(request_id, contact)
            tell(
                tx,
                self.ids,
                contact,
                TEMPLATE,
                language=person.profile.language,
                variables=variables,
                good_until=now + GOOD_FOR[contact.channel],
            )
            tx.channel_requests.add(
                ChannelRequest(
                    request_id=request_id,
                    subject=person.subject,
                    contact=contact,
                    proof=proof,
                    created_at=now,
                )
            )
            tx.audit.record(caller, "identity:add-channel", str(request_id))
        return request_id

    def _proof(self, request_id: UUID, contact: Contact) -> tuple[dict[str, str], bytes]:
        """Return what is sent, and the digest by which it is known again."""
        if contact.channel is Channel.EMAIL:
            token = f"{self.ids.new().hex}{self.ids.new().hex}"
            return {"token": token}, token_proof(token)
        code = f"{self.ids.new().int % 1_000_000:06}"
        return {"code": code}, self.pseudonyms.of(code_name(request_id, code)).encode()
