"""What the verbs about attachments have in common: where bytes lie, and whom they are for."""

from datetime import datetime
from uuid import UUID

from chassis.errors import Violation
from kernel.principals import Principal
from services.content.domain.access_request import AccessRequest
from services.content.domain.attachment import Attachment, State
from services.content.domain.attachment_errors import AttachmentNotFound
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.domain.video import Video, missing_files
from services.content.usecases.ports import Stores
from services.content.usecases.reading import get_open_to


def quarantine(attachment_id: UUID) -> str:
    """Return how the keys of an upload's pieces begin."""
    return f"quarantine/{attachment_id}/"


def piece_key(attachment_id: UUID, number: int) -> str:
    """Return the key of a piece, which sorts by its number."""
    return f"{quarantine(attachment_id)}{number:05d}"


def file_key(attachment_id: UUID) -> str:
    """Return the key of a file that was found good."""
    return f"files/{attachment_id}"


def found(
    tx: Stores, caller: Principal, attachment_id: UUID, *, lock: bool = False
) -> tuple[Attachment, Document]:
    """Return an attachment that a person may know of, with its document.

    One of a document that they may not know of is not read for them: it takes as long as none.

    Raises:
        AttachmentNotFound: there is none, or they may not; the two look the same.
    """
    attachment = tx.attachments.get(attachment_id, reader=caller, lock=lock)
    try:
        document = tx.documents.get(attachment.document_id)
    except DocumentNotFound:
        raise AttachmentNotFound("There is no such attachment.") from None
    if not attachment.shown_to(caller, document):
        raise AttachmentNotFound("There is no such attachment.")
    return attachment, document


def found_open(
    tx: Stores, caller: Principal, attachment_id: UUID, at: datetime
) -> tuple[Attachment, Document, AccessRequest | None]:
    """Return an attachment that a person may know of, by a grant too, with its document.

    Raises:
        AttachmentNotFound: there is none, or they may not; the two look the same.
    """
    attachment = tx.attachments.get(attachment_id)
    try:
        document, request = get_open_to(tx, caller, attachment.document_id, at)
    except DocumentNotFound:
        raise AttachmentNotFound("There is no such attachment.") from None
    grant = request.grant if request else None
    if not attachment.shown_to(caller, document, grant=grant, at=at):
        raise AttachmentNotFound("There is no such attachment.")
    return attachment, document, request


def own_upload(tx: Stores, caller: Principal, attachment_id: UUID) -> Attachment:
    """Return an upload of the caller's, locked.

    Raises:
        AttachmentNotFound: it is none of theirs.
    """
    attachment, _ = found(tx, caller, attachment_id, lock=True)
    if attachment.uploaded_by != caller.person:
        raise AttachmentNotFound("There is no such attachment.")
    return attachment


def follow_marking(tx: Stores, caller: Principal, document: Document, *, at: datetime) -> None:
    """Let the attachments of a document that changed wait for a second person where one is needed.

    Whoever judges a file takes the attachment's lock and reads the document under it; the
    document's lock is held here, so that neither overtakes the other.
    """
    for each in tx.attachments.of_document(document.document_id):
        attachment = tx.attachments.get(each.attachment_id, lock=True)
        waiting = attachment.under(document, at=at)
        if waiting is not attachment:
            tx.attachments.save(waiting)
            tx.audit.record(caller, "content:unconfirm-attachment", str(each.attachment_id))


def film_violations(tx: Stores, document_id: UUID | None, video: Video | None) -> list[Violation]:
    """Return which files a film names that its document has not, or not to be shown.

    A new document has none yet: it begins without a film, and becomes one when its files stand.
    """
    if video is None or not video.attached:
        return []
    attached = tx.attachments.of_document(document_id) if document_id else ()
    there = {each.attachment_id: each.kind for each in attached if each.state is State.STANDING}
    return missing_files(video, there)
