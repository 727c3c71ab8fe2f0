"""Take a text that a person sent us."""

from dataclasses import dataclass, field
from datetime import timedelta
from hmac import compare_digest

from kernel.ports import Clock, Ids, Pseudonyms
from kernel.principals import Principal
from services.identity.domain.contact import Contact
from services.identity.domain.errors import CallbackRefused
from services.identity.domain.subscription_words import asks_to_stop
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping import stop
from services.identity.usecases.telling import tell, times_told


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveTextMessage:
    """Let STOP end alerts, and tell whoever wrote something else where help is."""

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids
    secret: str = field(repr=False)

    def __call__(self, caller: Principal, *, secret: str, sender: Contact, text: str) -> None:
        """Do what the text says.

        Raises:
            CallbackRefused: it does not come from the provider.
        """
        if not compare_digest(secret.encode(), self.secret.encode()):
            raise CallbackRefused("This is for the provider of text messages.")
        digest, now = self.pseudonyms.of(sender.name), self.clock.now()
        with self.unit_of_work() as tx:
            there = tx.subscriptions.find(digest)
            if asks_to_stop(text):
                tx.subscription_requests.withdraw(digest)
                if there is not None:
                    stop(tx, self.ids, caller, there, at=now, last_word=True)
                return
            told = times_told(tx, sender, "unread", now - timedelta(days=1))
            if there is not None and there.active and not told:
                variables = {"stop_token": there.stop_token}
                tell(tx, self.ids, sender, "unread", language=there.language, variables=variables)
