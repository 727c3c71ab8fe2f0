"""The facts for which identity refuses what is asked of a request about somebody's data."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unavailable, Unmet


class PrivacyRequestNotFound(NotFound):
    """There is no such request, or it is somebody else's."""

    reason = "PRIVACY_REQUEST_NOT_FOUND"


class PrivacyRequestOpen(Conflict):
    """The person has asked for the same already, and is not answered yet."""

    reason = "PRIVACY_REQUEST_OPEN"


class PrivacyRequestBegun(Unmet):
    """It is being done, or is done: it cannot be taken back."""

    reason = "PRIVACY_REQUEST_BEGUN"


class PrivacyRequestClosed(Unmet):
    """It was answered, or taken back."""

    reason = "PRIVACY_REQUEST_CLOSED"


class ExtensionTooLate(Unmet):
    """The first month is over: it is too late to say that it takes longer."""

    reason = "EXTENSION_TOO_LATE"


class AlreadyExtended(Unmet):
    """The two further months were taken already."""

    reason = "ALREADY_EXTENDED"


class OwnPrivacyRequest(Denied):
    """An officer asks for their own data as everybody does, not from the desk."""

    reason = "OWN_PRIVACY_REQUEST"


class ExportNotReady(NotFound):
    """Nothing can be fetched: it is not put together yet, or was deleted."""

    reason = "EXPORT_NOT_READY"


class ExportTooLarge(Exhausted):
    """The export is larger than one answer may be: the privacy officer hands it over otherwise."""

    reason = "EXPORT_TOO_LARGE"


class HolderUnavailable(Unavailable):
    """A holder of personal data does not answer."""

    reason = "HOLDER_UNAVAILABLE"
