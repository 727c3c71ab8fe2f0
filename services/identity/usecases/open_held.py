"""Begin a look at what is held, by the link that was sent."""

from dataclasses import dataclass, field
from datetime import datetime

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from services.identity.domain.held import GONE, Held, LookNotFound
from services.identity.domain.subscription_request import token_proof
from services.identity.usecases.looking import held_of
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.telling import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A look that began: its secret, until when it is good, and what it shows."""

    look: str = field(repr=False)
    until: datetime
    held: Held


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHeld:
    """Spend a link."""

    unit_of_work: UnitOfWork
    clock: Clock
    ids: Ids

    def __call__(self, caller: Principal, *, token: str) -> Opened:
        """Return the look.

        Raises:
            LookNotFound: the link was never given, was used or is too old, or nothing is held.
        """
        now, link = self.clock.now(), token_proof(token)
        with self.unit_of_work() as tx:
            found = tx.looks.with_proof(link)
            if found is None:
                raise LookNotFound(GONE)
            secret = f"{self.ids.new().hex}{self.ids.new().hex}"
            look = found.opened(token_proof(secret), now)
            held = held_of(tx, look.contact_digest)
            tx.looks.opened(look, link)
            tx.audit.record(caller, "identity:open-held", look.contact_digest)
            if held.subscription is not None:
                channel = held.contact.channel
                tx.outbox.add(
                    counted(caller, "identity.held_opened", held.subscription, channel, now)
                )
            return Opened(look=secret, until=look.until(now), held=held)
