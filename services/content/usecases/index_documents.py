"""Keep the search engine up with a document."""

from dataclasses import dataclass
from uuid import UUID

from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.indexing import with_attachments
from services.content.usecases.ports import Index, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocument:
    """Put what the record says of a document into the index, whatever the event said."""

    index: Index
    unit_of_work: UnitOfWork

    def __call__(self, *, document_id: UUID) -> None:
        """Index the document as it stands now; doing it again changes nothing.

        Raises:
            SearchUnavailable: the engine is away; the event comes again.
        """
        kept = None
        while (document := self._as_it_stands(document_id)) != kept:
            if document is not None:
                self.index.keep(document)
            kept = document  # an attachment that came meanwhile is no new version of the document

    def _as_it_stands(self, document_id: UUID) -> Document | None:
        with self.unit_of_work() as tx:
            try:
                found = tx.documents.get(document_id)
            except DocumentNotFound:
                return None
            return next(with_attachments(tx.attachments, [found]))
