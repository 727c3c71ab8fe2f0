"""Say that a file is here."""

from dataclasses import dataclass
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from services.content.domain.attachment import Attachment
from services.content.usecases.attaching import own_upload
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishUpload:
    """Let a file wait in quarantine until it was scanned and looked into."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, caller: Principal, *, attachment_id: UUID, digest: str) -> Attachment:
        """Return it. `digest` is SHA-256 of the whole, in hex.

        Raises:
            AttachmentNotFound: it is no upload of the caller's.
            UploadClosed: it was finished, refused or removed.
            UploadIncomplete: pieces are missing.
        """
        with self.unit_of_work() as tx:
            upload = own_upload(tx, caller, attachment_id)
            finished = upload.finished(digest, at=self.clock.now())
            tx.attachments.save(finished)
            tx.audit.record(
                caller, "content:finish-upload", str(attachment_id), bytes.fromhex(digest)
            )
        return finished
