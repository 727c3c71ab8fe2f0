"""Scan what waits in quarantine, and look into it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from chassis.errors import ScannerUnavailable, StorageUnavailable
from kernel.ports import Clock
from kernel.principals import ANONYMOUS
from kernel.storage import NoSuchObject, Storage
from kernel.usage import Used
from services.content.domain.attachment import (
    LOOK_LASTS,
    TRY_AGAIN,
    Attachment,
    Refusal,
    State,
)
from services.content.domain.events import DocumentChanged
from services.content.usecases.attaching import file_key, piece_key
from services.content.usecases.attachment_ports import (
    Inspection,
    Scanner,
    Scratch,
)
from services.content.usecases.ports import UnitOfWork

AT_ONCE: Final = 10
METRIC: Final = "content.attached"
PUT_OFF: Final = "PUT_OFF"
PASSED: Final = "PASSED"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a file turned out to be."""

    refusal: Refusal | None = None
    by_scanner: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAttachments:
    """Judge each file that waits. What cannot be judged now waits on: doubt shows nothing.

    What is scanned, looked into and kept is one and the same copy, held to the digest that was
    said. `outcome` hears what became of each, for the figures.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    storage: Storage
    scanner: Scanner
    inspection: Inspection
    scratch: Scratch
    outcome: Callable[[str], None]

    def __call__(self) -> int:
        """Return how many were looked at."""
        with self.unit_of_work() as tx:
            due = tx.attachments.due(frozenset({State.QUARANTINED}), self.clock.now(), AT_ONCE)
        for attachment_id in due:
            self._judge(attachment_id)
        return len(due)

    def _judge(self, attachment_id: UUID) -> None:
        attachment = self._taken(attachment_id)
        if attachment is None:
            return
        try:
            with self.scratch() as path:
                found = self._found(attachment, path)
        except (ScannerUnavailable, StorageUnavailable):
            self.outcome(PUT_OFF)
            with self.unit_of_work() as tx:
                now = tx.attachments.get(attachment_id, lock=True)
                if now.state is State.QUARANTINED:
                    tx.attachments.save(now.put_off(TRY_AGAIN, at=self.clock.now()))
            return
        self._keep(attachment_id, found)

    def _taken(self, attachment_id: UUID) -> Attachment | None:
        """Return it, so marked that no other process looks into it meanwhile."""
        with self.unit_of_work() as tx:
            at, attachment = self.clock.now(), tx.attachments.get(attachment_id, lock=True)
            waits = attachment.state is State.QUARANTINED
            if not waits or attachment.due_at is None or attachment.due_at > at:
                return None
            tx.attachments.save(attachment.put_off(LOOK_LASTS, at=at))
            return attachment

    def _found(self, attachment: Attachment, path: Path) -> _Found:
        if not self._fetched(attachment, path):
            return _Found(refusal=Refusal.DIGEST_DIFFERS)
        with path.open("rb") as file:
            by_scanner = self.scanner.finding(file)
        if by_scanner is not None:
            return _Found(refusal=Refusal.INFECTED, by_scanner=by_scanner)
        if refusal := self.inspection.refusal(path, attachment.kind):
            return _Found(refusal=refusal)
        with path.open("rb") as file:
            self.storage.put(file_key(attachment.attachment_id), file, attachment.size)
        return _Found(text=self.inspection.text(path, attachment.kind))

    def _fetched(self, attachment: Attachment, path: Path) -> bool:
        """Put the pieces together; tell whether they are what was said."""
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            for number in range(attachment.pieces):
                try:
                    pieces = self.storage.read(piece_key(attachment.attachment_id, number))
                except NoSuchObject:
                    return False
                for piece in pieces:
                    size += len(piece)
                    if size > attachment.size:
                        return False
                    digest.update(piece)
                    file.write(piece)
        return size == attachment.size and digest.hexdigest() == attachment.digest

    def _keep(self, attachment_id: UUID, found: _Found) -> None:
        with self.unit_of_work() as tx:
            at, attachment = self.clock.now(), tx.attachments.get(attachment_id, lock=True)
            if attachment.state is not State.QUARANTINED:  # removed meanwhile: cleared once more
                tx.attachments.save(attachment.put_off(timedelta(0), at=at))
                return
            digest, detail = bytes.fromhex(attachment.digest), {"name": attachment.name}
            document = tx.documents.get(attachment.document_id)
            if found.refusal:
                tx.attachments.save(attachment.refused(found.refusal, at=at))
                detail |= {"why": found.refusal.value, "found": found.by_scanner}
                action = "content:refuse-attachment"
            else:
                passed = attachment.passed(document, has_text=bool(found.text), at=at)
                tx.attachments.save(passed, text=found.text)
                action = "content:pass-attachment"
                tx.outbox.add(
                    Used(caller=ANONYMOUS, metric=METRIC, at=at, detail=attachment.kind.name)
                )
                if passed.state is State.STANDING:
                    tx.outbox.add(DocumentChanged(document))
            tx.audit.record(ANONYMOUS, action, str(attachment_id), digest, **detail)
        self.outcome(found.refusal.value if found.refusal else PASSED)
