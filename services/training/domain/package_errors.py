"""The facts for which training refuses what is asked of packages."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unmet


class PackageNotFound(NotFound):
    """There is no such package, or it is an upload of somebody else."""

    reason = "PACKAGE_NOT_FOUND"


class TooManyUploads(Exhausted):
    """The person has as many unfinished uploads as there may be."""

    reason = "TOO_MANY_UPLOADS"


class LookBusy(Exhausted):
    """Another package is being looked into: finish this one again shortly."""

    reason = "LOOK_BUSY"


class UploadClosed(Unmet):
    """The upload was finished: it takes no more pieces."""

    reason = "UPLOAD_CLOSED"


class UploadIncomplete(Unmet):
    """Pieces of the upload are missing."""

    reason = "UPLOAD_INCOMPLETE"


class PieceOutOfOrder(Conflict):
    """The piece is neither the next one nor one that came before."""

    reason = "PIECE_OUT_OF_ORDER"


class SelfPublication(Denied):
    """Whoever brought a package in does not publish it."""

    reason = "SELF_PUBLICATION"


class PackageChanged(Conflict):
    """The digest that was read is not that of the package."""

    reason = "PACKAGE_CHANGED"


class IllegalPackageMove(Unmet):
    """The package does not stand where this can be done."""

    reason = "ILLEGAL_PACKAGE_MOVE"


class VersionStopped(Unmet):
    """The package of this version was stopped: nobody begins it, or goes on with it."""

    reason = "VERSION_STOPPED"


class NotOfPackages(Unmet):
    """The course is built in: its versions are files of ours."""

    reason = "NOT_OF_PACKAGES"
