"""Take a document back."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.events import DocumentChanged
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDocument:
    """Take a document back: nobody but editors finds it any more."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, document_id: UUID, expected_version: int, why: str
    ) -> Document:
        """Return the document as it stands.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            DocumentWithdrawn: it was taken back already.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id, lock=True)
            same_version(document, expected_version)
            withdrawn = document.withdraw(by=caller.person, at=self.clock.now())
            tx.documents.save(withdrawn)
            tx.audit.record(caller, "content:withdraw", str(document_id), why=why)
            tx.outbox.add(DocumentChanged(withdrawn))
        return withdrawn
