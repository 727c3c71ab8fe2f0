"""The facts for which passing on is refused."""

from chassis.errors import Conflict, Denied, Exhausted, NotFound, Unmet


class NotYourStep(NotFound):
    """There is no such step, or it is not the caller's to pass on: the two look the same."""

    reason = "NOT_YOUR_STEP"


class StepSettled(Conflict):
    """It was passed on, sent by the hub itself, or is over."""

    reason = "STEP_SETTLED"


class NotCascaded(Unmet):
    """The alert went to everyone at once."""

    reason = "NOT_CASCADED"


class ContextLooser(Denied):
    """What is added would be shown to more people than what stands above it."""

    reason = "CONTEXT_LOOSER"


class TooManyBranchReports(Exhausted):
    """So many were passed up from one place that no more are taken."""

    reason = "TOO_MANY_BRANCH_REPORTS"
