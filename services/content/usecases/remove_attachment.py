"""Take a file away."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.attachment_errors import AttachmentInUse
from services.content.domain.document import Status
from services.content.domain.events import DocumentChanged
from services.content.usecases.attaching import found
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveAttachment:
    """Let nobody read a file any more, and keep nothing of its bytes."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, attachment_id: UUID, expected_version: int, why: str
    ) -> None:
        """Take it away.

        Raises:
            AttachmentNotFound: there is none that the caller may know of.
            StaleVersion: it changed since it was read.
            AttachmentInUse: the document is a film that names it: change the document first, or
                take it back.
        """
        with self.unit_of_work() as tx:
            attachment, document = found(tx, caller, attachment_id, lock=True)
            if attachment.version != expected_version:
                raise StaleVersion("The attachment changed since you read it: read it again.")
            video = document.content.video
            stands = document.status is Status.PUBLISHED
            if video is not None and stands and attachment_id in video.attached.values():
                raise AttachmentInUse("The document is a film that names this file.")
            tx.attachments.save(attachment.removed(by=caller.person, at=self.clock.now()))
            tx.audit.record(
                caller,
                "content:remove-attachment",
                str(attachment_id),
                document=str(document.document_id),
                name=attachment.name,
                why=why,
            )
            tx.outbox.add(DocumentChanged(document))
