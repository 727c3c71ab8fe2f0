"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.usage import Used
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
from services.content.domain.format_request import FormatRequest
from services.content.domain.saved_search import SavedSearch


@dataclass(frozen=True, slots=True)
class DocumentChanged:
    """A document was published, revised or withdrawn."""

    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchMatched:
    """A version of a document matches a saved search, whose owner may read it."""

    saved: SavedSearch
    document: Document
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRequestChanged:
    """Somebody asked for access, or something came of it; `owner` is whose the document is.

    `editors` decide instead, where a request waits and there is no owner who does.
    """

    request: AccessRequest
    owner: str | None
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReminded:
    """Somebody who has not confirmed what asks them to is to hear that they are reminded."""

    subject: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRequestAnswered:
    """Somebody with an account is to hear that their request came to its end."""

    request: FormatRequest
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatRequestOverdue:
    """An editor is to hear that a request waits beyond its day."""

    request: FormatRequest
    to: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearchMailDue:
    """Somebody is to be mailed that so many documents match what they look for."""

    subject: str
    count: int
    stop_token: str
    since: datetime
    at: datetime


Event = (
    DocumentChanged
    | SavedSearchMatched
    | SavedSearchMailDue
    | AccessRequestChanged
    | ReceiptReminded
    | FormatRequestAnswered
    | FormatRequestOverdue
    | Used
)
