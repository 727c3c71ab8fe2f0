"""Uploads for tests of use cases."""

import hashlib
from uuid import UUID

from kernel.idempotency import RequestKey
from services.content.domain.attachment import PIECE_BYTES, Attachment
from services.content.usecases.begin_upload import BeginUpload
from services.content.usecases.finish_upload import FinishUpload
from services.content.usecases.put_upload_piece import PutUploadPiece
from tests.fakes.content import EDITOR
from tests.fakes.plumbing import FreshIds


def key(name: str = "k") -> RequestKey:
    """A key of a request."""
    return RequestKey(rpc="BeginUpload", key=name, body_digest=b"")


def uploaded(unit_of_work, clock, storage, document_id: UUID, body: bytes, **said) -> Attachment:
    """A file in quarantine, as it came through the use cases."""
    begin = BeginUpload(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())
    put = PutUploadPiece(unit_of_work=unit_of_work, storage=storage)
    finish = FinishUpload(unit_of_work=unit_of_work, clock=clock)
    announced = {"name": "plan.pdf", "media_type": "application/pdf", "size": len(body)} | said
    upload = begin(
        EDITOR,
        document_id=document_id,
        key=key(str(len(unit_of_work.stores.attachments.kept))),
        **announced,
    )
    for number in range(upload.pieces):
        piece = body[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
        put(EDITOR, attachment_id=upload.attachment_id, number=number, body=piece)
    digest = hashlib.sha256(body).hexdigest()
    return finish(EDITOR, attachment_id=upload.attachment_id, digest=digest)
