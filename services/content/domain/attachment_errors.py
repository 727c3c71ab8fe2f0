"""The facts for which content refuses what is asked of attachments."""

from chassis.errors import Conflict, Exhausted, NotFound, Unmet


class AttachmentNotFound(NotFound):
    """There is no such attachment, or the caller may not know of it."""

    reason = "ATTACHMENT_NOT_FOUND"


class TooManyAttachments(Exhausted):
    """The document has as many attachments, or the person as many open uploads, as there may be."""

    reason = "TOO_MANY_ATTACHMENTS"


class UploadClosed(Unmet):
    """The upload was finished, refused or removed: it takes no more pieces."""

    reason = "UPLOAD_CLOSED"


class UploadIncomplete(Unmet):
    """Pieces of the upload are missing."""

    reason = "UPLOAD_INCOMPLETE"


class PieceOutOfOrder(Conflict):
    """The piece is neither the next one nor one that came before."""

    reason = "PIECE_OUT_OF_ORDER"


class NotAwaitingConfirmation(Unmet):
    """The attachment waits for nobody's word."""

    reason = "NOT_AWAITING_CONFIRMATION"


class AttachmentChanged(Conflict):
    """The digest that was read is not that of the file."""

    reason = "ATTACHMENT_CHANGED"


class FilmNotReady(Unmet):
    """The film, its captions or another file that the document names cannot be shown."""

    reason = "FILM_NOT_READY"


class AttachmentInUse(Unmet):
    """The document is a film that names this file."""

    reason = "ATTACHMENT_IN_USE"
