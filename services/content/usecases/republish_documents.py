"""Tell everyone again of every document."""

from dataclasses import dataclass

from services.content.domain.events import DocumentChanged
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RepublishDocuments:
    """Put a snapshot of every document into the outbox again."""

    unit_of_work: UnitOfWork

    def __call__(self) -> int:
        """Return how many were put there."""
        count = 0
        with self.unit_of_work() as tx:
            for document in tx.documents.everything():
                tx.outbox.again(DocumentChanged(document))
                count += 1
        return count
