"""Have the stop link sent again."""

from dataclasses import dataclass
from datetime import timedelta

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.domain.contact import Contact
from services.identity.domain.subscription import MOST_STOP_LINKS_A_DAY
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.telling import tell, times_told


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStop:
    """Keep a message with the link; whether it is sent is decided when it would be.

    So neither the answer nor the work tells whether alerts go to the address.
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, contact: Contact) -> None:
        """Keep the message, three times a day for one address at most."""
        with self.unit_of_work() as tx:
            since = self.clock.now() - timedelta(days=1)
            if times_told(tx, contact, "stop", since) >= MOST_STOP_LINKS_A_DAY:
                return
            digest = self.pseudonyms.of(contact.name)
            tell(tx, self.ids, contact, "stop", language="en", variables={"contact_digest": digest})
            tx.audit.record(caller, "identity:request-stop", digest)
