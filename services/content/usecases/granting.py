"""What the verbs about access have in common."""

from uuid import UUID

from kernel.principals import Principal
from services.content.domain.access_errors import AccessRequestNotFound, NotYoursToDecide
from services.content.domain.access_request import AccessRequest, AccessStatus, decides
from services.content.domain.document import EDITING, Document
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import AccessRequestChanged
from services.content.usecases.ports import Stores
from services.content.usecases.reading import get_readable


def owner_there(tx: Stores, document: Document) -> bool:
    """Tell whether a document has an owner whose account may be used, and edits."""
    owner = tx.readers.find(document.upkeep.owner) if document.upkeep.owner else None
    return owner is not None and owner.may(EDITING)


def seen_by_editor(
    tx: Stores, editor: Principal, request_id: UUID, *, lock: bool = False
) -> tuple[AccessRequest, Document]:
    """Return a request about which an editor decides, with its document.

    One that is over is shown to whoever would have decided.

    Raises:
        AccessRequestNotFound: there is none, or it is about what they may not know of, or it is not
            theirs to decide; the three look the same.
    """
    request = tx.access.get(request_id, lock=lock)
    try:
        document = get_readable(tx.documents, editor, request.document_id)
    except DocumentNotFound:
        raise AccessRequestNotFound("There is no such request.") from None
    mine = editor.subject in {document.upkeep.owner, request.decided_by}
    if editor.subject == request.subject or not (mine or _decides(tx, request, document, editor)):
        raise AccessRequestNotFound("There is no such request.")
    return request, document


def to_decide(
    tx: Stores, editor: Principal, request_id: UUID, *, expected_version: int
) -> tuple[AccessRequest, Document]:
    """Return a request that an editor is about to decide, locked, as they read it.

    Raises:
        AccessRequestNotFound: there is none that they may know of.
        NotYoursToDecide: a second person must agree now, and they are the first.
        StaleVersion: it changed since it was read.
    """
    request, document = seen_by_editor(tx, editor, request_id, lock=True)
    request.must_be(expected_version)
    if not _decides(tx, request, document, editor):
        raise NotYoursToDecide("Somebody else must decide this: a second person, or the owner.")
    return request, document


def _decides(tx: Stores, request: AccessRequest, document: Document, editor: Principal) -> bool:
    return decides(request, document, editor, owner_there=owner_there(tx, document))


def keep(tx: Stores, request: AccessRequest, document: Document | None) -> None:
    """Keep the next version, and tell whom it concerns."""
    tx.access.save(request)
    owner = document.upkeep.owner if document else None
    tx.outbox.add(AccessRequestChanged(request=request, owner=owner))


def document_of(tx: Stores, request: AccessRequest) -> Document | None:
    """Return the document that a request is about, as it stands."""
    found = tx.documents.of_ids([request.document_id])
    return found[0] if found else None


def is_granted(request: AccessRequest) -> bool:
    """Tell whether it is granted, whether or not its time is over."""
    return request.status is AccessStatus.GRANTED
