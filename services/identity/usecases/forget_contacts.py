"""Keep addresses no longer than was promised."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kernel.ports import Clock
from services.identity.domain.factor_reset import LAPSES
from services.identity.domain.held import KEPT_LOOKS
from services.identity.domain.subscription import KEPT_AFTER_STOP
from services.identity.domain.subscription_request import KEPT_UNCONFIRMED
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.stopping import forget

BATCH: Final = 100
KEPT_APPLICATIONS: Final = timedelta(days=30)
"""How long it is kept that somebody applied; their account, if there is one, has the rest."""

KEPT_AFTER_SENDING: Final = timedelta(days=30)
"""How long it is kept that a mail or text was sent; what it said goes when it is sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetContacts:
    """Forget addresses that stopped 30 days ago, requests that nobody confirmed, and old mail."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many addresses were forgotten, at most a hundred in a transaction."""
        now, total = self.clock.now(), 0
        with self.unit_of_work() as tx:
            tx.applications.forget(now - KEPT_APPLICATIONS)
            tx.subscription_requests.forget_unconfirmed(now - KEPT_UNCONFIRMED)
            tx.looks.forget_before(now - KEPT_LOOKS)
            tx.channel_requests.forget(now - KEPT_UNCONFIRMED)
            tx.factor_links.forget(now)
            tx.factor_resets.forget(now - LAPSES)
            tx.mails.forget_sent(now - KEPT_AFTER_SENDING)
            tx.texts.forget_sent(now - KEPT_AFTER_SENDING)
        while True:
            with self.unit_of_work() as tx:
                due = tx.subscriptions.stopped_before(now - KEPT_AFTER_STOP, size=BATCH)
                total += sum(forget(tx, each) for each in due)
            if len(due) < BATCH:
                return total
