"""Bring a piece of a file."""

import io
from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Invalid, Violation
from kernel.principals import Principal
from kernel.storage import Storage
from services.content.domain.attachment import Attachment
from services.content.usecases.attaching import own_upload, piece_key
from services.content.usecases.ports import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PutUploadPiece:
    """Keep a piece in quarantine, whichever way it comes again."""

    unit_of_work: UnitOfWork
    storage: Storage

    def __call__(
        self, caller: Principal, *, attachment_id: UUID, number: int, body: bytes
    ) -> Attachment:
        """Return the upload as it stands.

        Raises:
            AttachmentNotFound: it is no upload of the caller's.
            UploadClosed: it takes no more pieces.
            PieceOutOfOrder: another piece is the next.
            Invalid: the piece has another length than it must have.
            StorageUnavailable: it cannot be kept now.
        """
        with self.unit_of_work() as tx:
            # Under the lock while it is kept: nobody removes the upload between.
            upload = own_upload(tx, caller, attachment_id)
            upload.takes(number)
            if len(body) != upload.piece_bytes(number):
                what = f"must have {upload.piece_bytes(number)} bytes"
                raise Invalid(Violation("body", what))
            self.storage.put(piece_key(attachment_id, number), io.BytesIO(body), len(body))
            upload = upload.with_piece(number)
            tx.attachments.save(upload)
        return upload
