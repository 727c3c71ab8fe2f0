"""Have a link to what is held sent to an address."""

from dataclasses import dataclass
from datetime import timedelta

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.domain.contact import Contact
from services.identity.domain.held import LINK_GOOD, MOST_LINKS_A_DAY, Look
from services.identity.domain.subscription_request import token_proof
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.telling import LINK_TO_HELD, tell, times_told


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHeld:
    """Keep a link and its message; whether it is sent is decided when it would be.

    So neither the answer nor the work tells whether anything is held of the address.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, contact: Contact) -> None:
        """Keep both, three times a day for one address at most."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            since = now - timedelta(days=1)
            if times_told(tx, contact, LINK_TO_HELD, since) >= MOST_LINKS_A_DAY:
                return
            digest = self.pseudonyms.of(contact.name)
            token = f"{self.ids.new().hex}{self.ids.new().hex}"
            tx.looks.add(Look(proof=token_proof(token), contact_digest=digest, made_at=now))
            tell(
                tx,
                self.ids,
                contact,
                LINK_TO_HELD,
                language="en",
                variables={"token": token, "contact_digest": digest},
                good_until=now + LINK_GOOD,
            )
            tx.audit.record(caller, "identity:request-held", digest)
