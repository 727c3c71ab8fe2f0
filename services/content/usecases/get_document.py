"""Read one document."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to, without_hidden_originals
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
        now = self.red_reads.clock.now()
        with self.unit_of_work() as tx:
            document, request = get_open_to(tx, caller, document_id, now)
            others = tx.documents.translations(document.content.translation_of or document_id)
            grant = request.grant if request else None
            readable = [
                each
                for each in others
                if each.document_id != document_id and each.readable_by(caller, grant=grant, at=now)
            ]
            shown = [document, *readable]
            document, *translations = without_hidden_originals(tx.documents, caller, shown)
        self.red_reads.note_granted(caller, request, document, "whole")
        self.red_reads.note(caller, whole=[document], listed=translations)
        return document, translations
