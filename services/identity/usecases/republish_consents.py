"""Tell again who consented to what, after NATS was wiped or for a new consumer."""

from dataclasses import dataclass
from typing import Final

from services.identity.domain.events import ConsentChanged
from services.identity.usecases.ports import UnitOfWork

PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishConsents:
    """Put a snapshot of each person's consent into the outbox again, of withdrawn ones too."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many snapshots follow; each page is a transaction of its own."""
        total, after = 0, ""
        while True:
            with self.unit_of_work() as tx:
                page = tx.agreements.people(after=after, size=PAGE)
                for each in page:
                    ledger = tuple(tx.agreements.of(each))
                    tx.outbox.again(ConsentChanged(each, ledger, ledger[-1].number))
            total += len(page)
            if len(page) < PAGE:
                return total
            after = page[-1]
