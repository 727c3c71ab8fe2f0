"""Read a file by a link."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kernel.ports import Clock
from kernel.storage import NoSuchObject, Storage
from services.content.domain.attachment import Attachment
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.errors import DocumentNotFound
from services.content.usecases.attaching import file_key
from services.content.usecases.attachment_ports import Links, Readers
from services.content.usecases.ports import UnitOfWork
from services.content.usecases.reading import get_open_to

Bytes = Callable[[int, int], Iterator[bytes]]
"""Yields so many bytes from a place on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAttachment:
    """Ask once more whether the holder of a link may read, and let them.

    Who the marking no longer lets read, whose document was withdrawn, whose link ran out, or who
    never had one: all of them find nothing.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    links: Links
    readers: Readers
    storage: Storage

    def __call__(self, *, token: str) -> tuple[Attachment, Bytes]:
        """Return the attachment and what reads its bytes.

        Raises:
            AttachmentNotFound: there is nothing to read by this link.
            StorageUnavailable: the place of files is away.
        """
        grant = self.links.opened(token)
        reader = self.readers.reader(grant)
        now = self.clock.now()
        if reader is None or now >= grant.expires_at:
            raise AttachmentNotFound("There is no such attachment.")
        with self.unit_of_work() as tx:
            attachment = tx.attachments.get(grant.attachment_id)
            try:
                document, request = get_open_to(tx, reader, attachment.document_id, now)
            except DocumentNotFound:
                raise AttachmentNotFound("There is no such attachment.") from None
        by = request.grant if request else None
        opens = attachment.opens_for(reader, document, grant=by, at=now)
        if attachment.version != grant.version or not opens:
            raise AttachmentNotFound("There is no such attachment.")

        def read(start: int, length: int) -> Iterator[bytes]:
            key = file_key(attachment.attachment_id)
            try:
                return self.storage.read(key, start=start, length=length)
            except NoSuchObject:
                raise AttachmentNotFound("There is no such attachment.") from None

        return attachment, read
