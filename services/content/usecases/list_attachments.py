"""Show what is attached to a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.attachment import Attachment
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to
from services.content.usecases.red_reads import RedReads


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAttachments:
    """Return the attachments that the caller may know of, oldest first."""

    unit_of_work: UnitOfWork
    red_reads: RedReads

    def __call__(self, caller: Principal, *, document_id: UUID) -> Sequence[Attachment]:
        """Return them.

        Raises:
            DocumentNotFound: there is no such document that the caller may know of.
        """
        now = self.red_reads.clock.now()
        with self.unit_of_work() as tx:
            document, request = get_open_to(tx, caller, document_id, now)
            every = tx.attachments.of_document(document_id)
        grant = request.grant if request else None
        shown = [each for each in every if each.shown_to(caller, document, grant=grant, at=now)]
        if shown:
            self.red_reads.note_granted(caller, request, document, "attachments")
            self.red_reads.note(caller, listed=[document])
        return shown
