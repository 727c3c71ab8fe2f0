"""Say where somebody can read a file."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.attachment import Attachment
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.attachment_link import Grant
from services.content.usecases.attaching import found_open
from services.content.usecases.attachment_ports import Links
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.red_reads import RedReads

METRIC = "content.attachment-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAttachment:
    """Sign an address for the caller, good for some minutes; count it."""

    unit_of_work: UnitOfWork
    clock: Clock
    links: Links
    red_reads: RedReads

    def __call__(
        self, caller: Principal, *, attachment_id: UUID
    ) -> tuple[Attachment, str, datetime]:
        """Return the attachment, the address, and when that ends.

        Raises:
            AttachmentNotFound: there is no file that the caller may read now.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            attachment, document, request = found_open(tx, caller, attachment_id, now)
            grant = request.grant if request else None
            if not attachment.opens_for(caller, document, grant=grant, at=now):
                raise AttachmentNotFound("There is no such attachment.")
            tx.outbox.add(Used(caller=caller, metric=METRIC, at=now, detail=attachment.kind.name))
        self.red_reads.note(caller, whole=[document])
        self.red_reads.note_granted(caller, request, document, "attachment")
        link = Grant(
            attachment_id=attachment_id,
            version=attachment.version,
            subject=caller.subject or "",
            rights_version=caller.rights_version,
            issued_at=now,
        )
        return attachment, self.links.sign(link, attachment.name), link.expires_at
