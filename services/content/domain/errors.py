"""The facts for which content refuses."""

from chassis.errors import Denied, NotFound, Unavailable, Unmet


class DocumentNotFound(NotFound):
    """There is no such document, or the caller may not know of it."""

    reason = "DOCUMENT_NOT_FOUND"


class DocumentWithdrawn(Unmet):
    """The document was withdrawn: it changes no more."""

    reason = "DOCUMENT_WITHDRAWN"


class SearchUnavailable(Unavailable):
    """The search engine does not answer."""

    reason = "SEARCH_UNAVAILABLE"


class RebuildUnderWay(Unavailable):
    """Another process builds the indexes anew: one does at a time."""

    reason = "REBUILD_UNDER_WAY"


class TeaserOfOwner(Denied):
    """Somebody else than the owner would say what those may know who may not read the rest."""

    reason = "TEASER_OF_OWNER"


class TeaserNotConfirmed(Unmet):
    """The owner did not say that anyone may read the teaser."""

    reason = "TEASER_NOT_CONFIRMED"
