"""Keep the search engine up with documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.content.domain.document import Document
from services.content.usecases.indexing import with_attachments
from services.content.usecases.ports import Index, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexDocuments:
    """Put what the record says of documents into the index, whatever the events said."""

    index: Index
    unit_of_work: UnitOfWork

    def __call__(self, document_ids: Sequence[UUID]) -> None:
        """Index the documents as they stand now; doing it again changes nothing.

        Raises:
            SearchUnavailable: the engine is away, or took not all; the events come again.
        """
        wanted, kept = sorted(set(document_ids)), list[Document]()
        while (documents := self._as_they_stand(wanted)) != kept:
            self.index.keep(*documents)
            kept = documents  # an attachment that came meanwhile is no new version of its document

    def _as_they_stand(self, document_ids: Sequence[UUID]) -> list[Document]:
        with self.unit_of_work() as tx:
            found = with_attachments(tx.attachments, tx.documents.of_ids(document_ids))
            return sorted(found, key=lambda each: each.document_id)
