"""The facts for which alerts refuses."""

from chassis.errors import Conflict, Denied, NotFound, Unauthenticated, Unmet


class AlertNotFound(NotFound):
    """There is no such alert, or the caller may not know of it."""

    reason = "ALERT_NOT_FOUND"


class SelfApproval(Denied):
    """The second person is the first one."""

    reason = "SELF_APPROVAL"


class VersionChanged(Conflict):
    """What stands here now is not what was read."""

    reason = "VERSION_CHANGED"


class IllegalTransition(Unmet):
    """The alert is not at the point of its life where this can be done."""

    reason = "ILLEGAL_TRANSITION"


class AlertOutOfDate(Unmet):
    """The alert would have expired already."""

    reason = "ALERT_OUT_OF_DATE"


class TicketRefused(Unauthenticated):
    """The stream ticket is forged, spoiled or too old."""

    reason = "TICKET_REFUSED"


class CallbackRefused(Unauthenticated):
    """What calls back is not the provider."""

    reason = "CALLBACK_REFUSED"
