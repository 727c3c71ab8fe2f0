"""Keep no more bytes than there should be."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chassis.errors import StorageUnavailable
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from kernel.storage import Storage
from services.content.domain.attachment import (
    REFUSAL_KEPT,
    TRY_AGAIN,
    UPLOAD_HOURS,
    WITH_A_FILE,
    State,
)
from services.content.usecases.attaching import file_key, quarantine
from services.content.usecases.ports import UnitOfWork

AT_ONCE: Final = 50
_ENDED: Final = frozenset({*WITH_A_FILE, State.REFUSED, State.REMOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearAttachments:
    """Empty the quarantine of what was judged, and the storage of what was removed or given up."""

    unit_of_work: UnitOfWork
    clock: Clock
    storage: Storage

    def __call__(self) -> int:
        """Return of how many something was cleared."""
        at = self.clock.now()
        with self.unit_of_work() as tx:
            for attachment_id in tx.attachments.given_up(at - UPLOAD_HOURS, AT_ONCE):
                upload = tx.attachments.get(attachment_id, lock=True)
                if upload.state is State.UPLOADING:
                    tx.attachments.save(upload.removed(by="", at=at))
                    tx.audit.record(ANONYMOUS, "content:give-up-upload", str(attachment_id))
            tx.attachments.forget_refused(at - REFUSAL_KEPT)
            due = tx.attachments.due(_ENDED, at, AT_ONCE)
        for attachment_id in due:
            self._clear(attachment_id)
        return len(due)

    def _clear(self, attachment_id: UUID) -> None:
        with self.unit_of_work() as tx:
            attachment = tx.attachments.get(attachment_id, lock=True)
            try:
                for key in self.storage.keys(quarantine(attachment_id)):
                    self.storage.delete(key)
                if attachment.state not in WITH_A_FILE:
                    self.storage.delete(file_key(attachment_id))
            except StorageUnavailable:
                later = attachment.put_off(TRY_AGAIN, at=self.clock.now())
                tx.attachments.save(later)
                return
            tx.attachments.save(attachment.cleared())
