"""End alerts to an address, and forget it at once."""

from dataclasses import dataclass

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.usecases.looking import held_by
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping import forget_at_once, stop
from services.identity.usecases.telling import forget_messages


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseHeld:
    """Forget all that a look shows, and every look at it."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, look: str) -> None:
        """End and forget; the other parts of the platform hear of it.

        Raises:
            LookNotFound: there is no such look, it is over, or nothing is held any more.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            held = held_by(tx, look, now)
            digest = self.pseudonyms.of(held.contact.name)
            if held.subscription is not None:
                there = held.subscription
                forget_at_once(tx, stop(tx, self.ids, caller, there, at=now, last_word=False))
            tx.subscription_requests.forget(digest)
            forget_messages(tx, held.contact)
            tx.looks.forget(digest)
            tx.audit.record(caller, "identity:erase-held", digest)
