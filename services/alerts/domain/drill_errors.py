"""The facts about private drills for which alerts refuses."""

from chassis.errors import Exhausted, NotFound, Unmet


class DrillNotFound(NotFound):
    """There is no such drill of the caller's organisation."""

    reason = "DRILL_NOT_FOUND"


class DrillRunning(Unmet):
    """The organisation runs another drill now."""

    reason = "DRILL_RUNNING"


class DrillOver(Unmet):
    """The drill has ended."""

    reason = "DRILL_OVER"


class DrillDuringAlert(Unmet):
    """A serious alert that is meant is out for the organisation."""

    reason = "DRILL_DURING_ALERT"


class DrillStays(Unmet):
    """What would be done is for alerts: a drill begins and ends, and becomes nothing else."""

    reason = "DRILL_STAYS"


class TooManyDrills(Exhausted):
    """The organisation ran as many drills as one may in a while."""

    reason = "TOO_MANY_DRILLS"
