"""The facts for which content refuses something about an accessible format."""

from chassis.errors import Exhausted, NotFound, Unmet


class FormatRequestNotFound(NotFound):
    """There is no such request, or it is none of the caller's."""

    reason = "FORMAT_REQUEST_NOT_FOUND"


class FormatRequestEnded(Unmet):
    """It was answered or closed."""

    reason = "FORMAT_REQUEST_ENDED"


class FormatRequestClaimed(Unmet):
    """Somebody sees to it already."""

    reason = "FORMAT_REQUEST_CLAIMED"


class FormatRequestNotClaimed(Unmet):
    """Whoever answers a request claims it first."""

    reason = "FORMAT_REQUEST_NOT_CLAIMED"


class FormatNeedsFile(Unmet):
    """Not everyone may read the document: a link would let everyone read it."""

    reason = "FORMAT_NEEDS_FILE"


class TooManyFormatRequests(Exhausted):
    """As many wait as may of one person, or of one document without an account."""

    reason = "TOO_MANY_FORMAT_REQUESTS"
