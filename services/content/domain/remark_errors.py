"""The facts for which content refuses something about a remark."""

from chassis.errors import NotFound


class RemarkNotFound(NotFound):
    """There is no such remark, or it is on a document that the caller may not know of."""

    reason = "REMARK_NOT_FOUND"
