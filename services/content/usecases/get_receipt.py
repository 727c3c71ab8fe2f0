"""Look whether a document asks to be confirmed."""

from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.receipt import Receipt, ReceiptAsked
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReceipt:
    """Return what a document asks, and what the caller confirmed of it."""

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, document_id: UUID
    ) -> tuple[ReceiptAsked, Receipt | None, bool]:
        """Return what it asks, what was confirmed last, and whether it asks the caller now.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id)
            receipt = tx.receipts.find(caller.person, document_id)
        asked = document.content.receipt
        confirmed = receipt is not None and receipt.version >= document.material.version
        return asked, receipt, asked is not ReceiptAsked.NONE and not confirmed
