"""Remind those who have not confirmed a document."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.receipt import (
    BETWEEN_REMINDERS,
    ReceiptAsked,
    ReceiptNotAsked,
    RemindedLately,
)
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfReceipt:
    """Let readers who have not confirmed see on their own pages that they are reminded."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, document_id: UUID, expected_version: int) -> None:
        """Keep it, at most once in three days.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            ReceiptNotAsked: it asks nobody.
            StaleVersion: it changed since it was read.
            RemindedLately: editors reminded of it within three days.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id, lock=True)
            if document.content.receipt is ReceiptAsked.NONE:
                raise ReceiptNotAsked("The document asks nobody to confirm it.")
            same_version(document, expected_version)
            last = tx.receipts.reminded_at(document_id)
            if last is not None and now - last < BETWEEN_REMINDERS:
                raise RemindedLately("Readers were reminded within the last three days.")
            tx.receipts.remind(document_id, at=now)
            tx.audit.record(caller, "content:remind", str(document_id), version=document.version)
