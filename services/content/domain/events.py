"""What happened, for others to know."""

from dataclasses import dataclass
from datetime import datetime

from kernel.usage import Used
from services.content.domain.access_request import AccessRequest
from services.content.domain.document import Document
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
    """Somebody asked for access, or something came of it; `owner` is whose the document is."""

    request: AccessRequest
    owner: str | None


Event = DocumentChanged | SavedSearchMatched | AccessRequestChanged | Used
