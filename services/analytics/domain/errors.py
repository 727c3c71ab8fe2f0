"""The facts for which analytics refuses."""

from chassis.errors import Invalid, NotFound, Unavailable


class MetricNotFound(NotFound):
    """Nobody has used what the metric counts."""

    reason = "METRIC_NOT_FOUND"


class UsageUnfit(Invalid):
    """An event that cannot be counted; it is parked for an operator to look at."""

    reason = "USAGE_UNFIT"


class EventLogUnavailable(Unavailable):
    """The event log does not answer."""

    reason = "EVENT_LOG_UNAVAILABLE"
