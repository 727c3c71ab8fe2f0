"""Look whether a document asks to be confirmed."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.receipt import Receipt, ReceiptAsked
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReceipt:
    """Return what a document asks, and what the caller confirmed of it.

    It asks those whom its marking is for, who are counted: of who reads by a grant, nothing.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, document_id: UUID
    ) -> tuple[ReceiptAsked, Receipt | None, bool]:
        """Return what it asks, what was confirmed last, and whether it asks the caller now.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            document, granted = get_open_to(tx, caller, document_id, self.clock.now())
            if granted is not None:
                return ReceiptAsked.NONE, None, False
            receipt = tx.receipts.find(caller.person, document_id)
        asked = document.content.receipt
        confirmed = receipt is not None and receipt.version >= document.material.version
        return asked, receipt, asked is not ReceiptAsked.NONE and not confirmed
