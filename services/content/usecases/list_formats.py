"""Say in which formats a document was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.format_request import Offer
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFormats:
    """Offer to each reader, by a grant too, what was made for one who asked."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, document_id: UUID) -> tuple[Document, Sequence[Offer]]:
        """Return the document and what is offered of it.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            document, _ = get_open_to(tx, caller, document_id, self.clock.now())
            return document, tx.format_requests.offers(document_id)
