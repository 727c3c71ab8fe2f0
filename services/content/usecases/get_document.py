"""Read one document."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class GetDocument:
    """Return a document that the caller may read, and its translations that they may read."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, document_id: UUID
    ) -> tuple[Document, Sequence[Document]]:
        """Return the document and its translations.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id)
            others = tx.documents.translations(document.content.translation_of or document_id)
        translations = [
            each for each in others if each.document_id != document_id and each.readable_by(caller)
        ]
        self.red_reads.note(caller, whole=[document], listed=translations)
        return document, translations
