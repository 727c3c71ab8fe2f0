"""The facts for which content refuses."""

from chassis.errors import NotFound, Unavailable, Unmet


class DocumentNotFound(NotFound):
    """There is no such document, or the caller may not know of it."""

    reason = "DOCUMENT_NOT_FOUND"


class DocumentWithdrawn(Unmet):
    """The document was withdrawn: it changes no more."""

    reason = "DOCUMENT_WITHDRAWN"


class SearchUnavailable(Unavailable):
    """The search engine does not answer."""

    reason = "SEARCH_UNAVAILABLE"
