"""Ask for alerts without an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kernel.idempotency import RequestKey
from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from kernel.usage import Used
from services.identity.domain.consent import Wording
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.postcode import Postcode, covered
from services.identity.domain.subscription_request import (
    GOOD_FOR,
    MOST_MESSAGES_A_DAY,
    SubscriptionRequest,
    code_name,
    token_proof,
)
from services.identity.usecases.ports import Stores, UnitOfWork
from services.identity.usecases.telling import names_of, tell, times_told

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSubscription:
    """Keep what was asked, and send the address what proves that it is the person's own.

    Answer and work are the same whether or not the address is known.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(
        self,
        caller: Principal,
        *,
        contact: Contact,
        postcode: Postcode,
        language: str,
        wording: Wording,
        key: RequestKey,
    ) -> UUID:
        """Return the request's id; the same key gives the same one.

        Raises:
            PostcodeNotCovered: the postcode is in none of our regions.
            IdempotencyKeyReused: the key came with another body.
        """
        now, request_id = self.clock.now(), self.ids.new()
        with self.unit_of_work() as tx:
            regions = covered(postcode, tx.postcodes.find(postcode)).regions
            earlier = tx.idempotency.claim(caller.subject, key, str(request_id))
            if earlier is not None:
                return UUID(earlier)
            if times_told(tx, contact, "subscription", now - DAY) >= MOST_MESSAGES_A_DAY:
                return request_id
            named = names_of(regions)
            proof = self._prove(tx, request_id, contact, language=language, regions=named, now=now)
            tx.subscription_requests.add(
                SubscriptionRequest(
                    request_id=request_id,
                    contact=contact,
                    contact_digest=self.pseudonyms.of(contact.name),
                    postcode=postcode,
                    language=language,
                    wording=wording,
                    proof=proof,
                    created_at=now,
                )
            )
            tx.audit.record(caller, "identity:start-subscription", str(request_id))
            tx.outbox.add(
                Used(
                    caller=caller,
                    metric="identity.subscription_asked",
                    at=now,
                    detail=contact.channel.value,
                )
            )
        return request_id

    def _prove(
        self,
        tx: Stores,
        request_id: UUID,
        contact: Contact,
        *,
        language: str,
        regions: str,
        now: datetime,
    ) -> bytes:
        """Send a link's token or a code; return the digest by which it is known again."""
        if contact.channel is Channel.EMAIL:
            token = f"{self.ids.new().hex}{self.ids.new().hex}"
            variables, proof = {"token": token}, token_proof(token)
        else:
            code = f"{self.ids.new().int % 1_000_000:06}"
            variables = {"code": code}
            proof = self.pseudonyms.of(code_name(request_id, code)).encode()
        tell(
            tx,
            self.ids,
            contact,
            "subscription",
            language=language,
            variables=variables | {"regions": regions},
            good_until=now + GOOD_FOR[contact.channel],
        )
        return proof
