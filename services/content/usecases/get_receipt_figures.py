"""See how many confirmed a document."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.receipt import Figures, ReceiptAsked, ReceiptNotAsked
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class GetReceiptFigures:
    """Tell an editor how many confirmed; names and small numbers only to whom readers were told.

    The notice at the button said so: who looks after a document that asks for names sees them.
    """

    unit_of_work: UnitOfWork

    def __call__(
        self, caller: Principal, *, document_id: UUID
    ) -> tuple[Document, Figures, datetime | None]:
        """Return the document, the figures, and when editors last reminded of it.

        That somebody saw names goes on record first.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            ReceiptNotAsked: it asks nobody.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id)
            asked = document.content.receipt
            if asked is ReceiptAsked.NONE:
                raise ReceiptNotAsked("The document asks nobody to confirm it.")
            whole = asked is ReceiptAsked.NAMED and document.upkeep.owner == caller.subject
            figures = tx.receipts.figures(document, names=whole)
            reminded_at = tx.receipts.reminded_at(document_id)
            if whole:
                tx.audit.record(
                    caller, "content:read-receipts", str(document_id), version=document.version
                )
        return document, figures if whole else figures.for_others(), reminded_at
