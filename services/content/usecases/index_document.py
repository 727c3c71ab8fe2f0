"""Keep the search engine up with a document."""

from dataclasses import dataclass
from uuid import UUID

from services.content.domain.errors import DocumentNotFound
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
        with self.unit_of_work() as tx:
            try:
                document = tx.documents.get(document_id)
            except DocumentNotFound:
                return
        self.index.keep(document)
