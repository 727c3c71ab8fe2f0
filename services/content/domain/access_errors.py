"""The facts for which content refuses whoever asks for access, or decides about it."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unmet


class AccessRequestNotFound(NotFound):
    """There is no such request, or the caller may not know of it."""

    reason = "ACCESS_REQUEST_NOT_FOUND"


class AccessOutOfReach(Unmet):
    """No grant would help: they may read it already, or it is more than one tier above theirs."""

    reason = "ACCESS_OUT_OF_REACH"


class TooManyAccessRequests(Exhausted):
    """The caller asked often enough for a while."""

    reason = "TOO_MANY_ACCESS_REQUESTS"


class AccessRequestClosed(Conflict):
    """It is decided, or over: nothing of this can be done to it any more."""

    reason = "ACCESS_REQUEST_CLOSED"


class NotYoursToDecide(Denied):
    """The owner decides, a second person where two must, and nobody about their own request."""

    reason = "NOT_YOURS_TO_DECIDE"
