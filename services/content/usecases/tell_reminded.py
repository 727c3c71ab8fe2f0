"""Tell those who have not confirmed that editors remind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kernel.ports import Clock
from services.content.domain.document import Status
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import ReceiptReminded
from services.content.domain.receipt import ReceiptAsked, Telling
from services.content.usecases.ports import Stores, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class TellReminded:
    """Go through everybody, a share of them in a transaction, so that no crash tells twice.

    Whom a document asks is looked at in that transaction, by its marking and our copy of rights:
    who confirmed meanwhile, or may read it no more, hears nothing; of what was withdrawn nobody.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self) -> int:
        """Return how many people were told."""
        told = 0
        while (shared := self._share()) is not None:
            told += shared
        return told

    def _share(self) -> int | None:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            telling = tx.receipts.next_reminder()
            if telling is None:
                return None
            count = 0
            for event in _events(tx, telling, now):
                tx.outbox.add(event)
                count += 1
            tx.receipts.told(telling)
        return count


def _events(tx: Stores, telling: Telling, now: datetime) -> Iterator[ReceiptReminded]:
    try:
        document = tx.documents.get(telling.document_id)
    except DocumentNotFound:
        return
    asks = document.content.receipt is not ReceiptAsked.NONE
    if document.status is Status.PUBLISHED and asks:
        for subject in tx.receipts.unconfirmed(document, telling.share):
            yield ReceiptReminded(subject=subject, at=now)
