"""Confirm a file that somebody else uploaded."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.attachment import Attachment
from services.content.domain.events import DocumentChanged
from services.content.usecases.attaching import found
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAttachment:
    """Let a file be shown, on the word of a second person who read exactly it."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, attachment_id: UUID, read_digest: str) -> Attachment:
        """Return it as it is shown.

        Raises:
            AttachmentNotFound: there is none that the caller may know of.
            NotAwaitingConfirmation: it waits for nobody's word.
            SelfConfirmation: the caller uploaded it.
            AttachmentChanged: another file was read.
        """
        with self.unit_of_work() as tx:
            attachment, document = found(tx, caller, attachment_id, lock=True)
            confirmed = attachment.confirmed(read_digest, by=caller.person, at=self.clock.now())
            tx.attachments.save(confirmed)
            digest = bytes.fromhex(read_digest)
            tx.audit.record(caller, "content:confirm-attachment", str(attachment_id), digest)
            tx.outbox.add(DocumentChanged(document))  # the index is to hold its words
        return confirmed
