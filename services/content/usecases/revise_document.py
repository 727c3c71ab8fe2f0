"""Put the next version in a document's place."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.document import Document, DocumentContent
from services.content.domain.events import DocumentChanged
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.publish_document import check
from services.content.usecases.reading import get_readable, same_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseDocument:
    """Let a document say something else, or to others, from now on."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self,
        caller: Principal,
        *,
        document_id: UUID,
        expected_version: int,
        content: DocumentContent,
    ) -> Document:
        """Return the next version.

        Raises:
            DocumentNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            DocumentWithdrawn: it was taken back.
            Invalid: the content breaks a rule; each field is named.
        """
        with self.unit_of_work() as tx:
            document = get_readable(tx.documents, caller, document_id, lock=True)
            same_version(document, expected_version)
            check(tx.documents, caller, content)
            revised = document.revise(content, by=caller.person, at=self.clock.now())
            tx.documents.save(revised)
            tx.audit.record(
                caller,
                "content:revise",
                str(document_id),
                tlp=content.marking.tlp.value,
                tier=content.marking.minimum_tier.name,
            )
            tx.outbox.add(DocumentChanged(revised))
        return revised
