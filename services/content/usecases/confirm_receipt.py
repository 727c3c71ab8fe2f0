"""Confirm that one read a document that asks for it."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.receipt import Receipt, ReceiptAsked, ReceiptNotAsked, name_given
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReceipt:
    """Keep that the caller says they read what stands."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, document_id: UUID, expected_version: int, name: str
    ) -> Receipt:
        """Return what is kept; again it changes nothing.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            ReceiptNotAsked: it asks nobody.
            StaleVersion: it changed since it was read.
            Invalid: it asks for a name, and none is said.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id)
            asked = document.content.receipt
            if asked is ReceiptAsked.NONE:
                raise ReceiptNotAsked("The document asks nobody to confirm it.")
            same_version(document, expected_version)
            said = name_given(asked, name)
            before = tx.receipts.find(caller.person, document_id)
            if before is not None and before.version >= document.material.version:
                return before
            now = self.clock.now()
            receipt = Receipt(
                document_id=document_id,
                subject=caller.person,
                version=document.version,
                confirmed_at=now,
                name=said,
            )
            tx.receipts.keep(receipt)
            kind = document.content.kind.value
            tx.outbox.add(Used(caller=caller, metric="content.receipt", at=now, detail=kind))
        return receipt
