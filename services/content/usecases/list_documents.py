"""Read a page of documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.pages import Place
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import without_hidden_originals
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocuments:
    """Return the documents that the caller may read, newest first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, language: str, after: Place | None, size: int
    ) -> tuple[Sequence[Document], Place | None]:
        """Return a page, and where the next one begins."""
        with self.unit_of_work() as tx:
            found = tx.documents.page(caller, language=language, after=after, size=size + 1)
            page = without_hidden_originals(tx.documents, caller, found[:size])
        self.red_reads.note(caller, listed=page)
        if len(found) <= size:
            return page, None
        return page, Place(page[-1].published_at, page[-1].document_id)
