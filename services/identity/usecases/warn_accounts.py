"""Begin alerts by mail for everyone who has an account, once."""

from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock, Ids, Pseudonyms
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.account_alerts import begin, of_account
from services.identity.usecases.ports import Stores, UnitOfWork

PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnAccounts:
    """Send alerts to the confirmed address of an account that is new, or older than this.

    Whoever asked us to stop at that address before is left in peace: their word counts, and they
    start again on their account's page (docs/adr/0070).
    """

    unit_of_work: UnitOfWork
    pseudonyms: Pseudonyms
    clock: Clock
    ids: Ids

    def __call__(self) -> int:
        """Return for how many they began; each page is a transaction of its own."""
        total = 0
        while True:
            with self.unit_of_work() as tx:
                looked_at, begun = self._page(tx)
            total += begun
            if looked_at < PAGE:
                return total

    def _page(self, tx: Stores) -> tuple[int, int]:
        people, began = tx.subscribers.not_warned(size=PAGE), 0
        for person in people:
            now = self.clock.now()
            there = of_account(tx, self.pseudonyms, person)
            if there is None or there.active:
                begun = begin(tx, self.ids, self.pseudonyms, person, there, at=now)
                tx.outbox.add(RecipientChanged(begun))
                began += 1
            tx.subscribers.warned(person.subject, now)
        return len(people), began
