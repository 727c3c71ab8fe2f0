"""What the verbs of accessible formats have in common: whose a request is, and who may see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.principals import Principal
from services.content.domain.document import Document
from services.content.domain.errors import DocumentNotFound
from services.content.domain.format_errors import FormatRequestNotFound
from services.content.domain.format_request import FormatRequest
from services.content.usecases.format_ports import ReplyCodes
from services.content.usecases.ports import Stores
from services.content.usecases.reading import get_open_to, get_readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A request, with its document if whoever looks may read it now."""

    request: FormatRequest
    document: Document | None


def of_requester(
    tx: Stores,
    codes: ReplyCodes,
    caller: Principal,
    request_id: UUID,
    reply_code: str,
    *,
    lock: bool = False,
) -> FormatRequest:
    """Return a request of the caller's: by their account, or by its code if it has none.

    Raises:
        FormatRequestNotFound: there is none of theirs.
    """
    request = tx.format_requests.get(request_id, lock=lock)
    if request.requester is not None:
        theirs = request.requester == caller.subject
    else:
        theirs = codes.fits(request_id, reply_code)
    if not theirs:
        raise FormatRequestNotFound("There is no such request.")
    return request


def on_desk(
    tx: Stores, caller: Principal, request_id: UUID, *, lock: bool = False
) -> tuple[FormatRequest, Document]:
    """Return a request with its document, which an editor may read.

    Raises:
        FormatRequestNotFound: there is none, or it is on what the caller may not know of.
    """
    request = tx.format_requests.get(request_id, lock=lock)
    try:
        return request, get_readable(tx.documents, caller, request.document_id)
    except DocumentNotFound:
        raise FormatRequestNotFound("There is no such request.") from None


def shown(tx: Stores, caller: Principal, request: FormatRequest, at: datetime) -> Shown:
    """Return a request as its requester sees it: without what they may no longer read."""
    try:
        document, _ = get_open_to(tx, caller, request.document_id, at)
    except DocumentNotFound:
        return Shown(request=request, document=None)
    return Shown(request=request, document=document)
