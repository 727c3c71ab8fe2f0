"""The facts for which alerts refuse to do something about a threat level."""

from chassis.errors import NotFound, Unmet


class ThreatLevelChangeNotFound(NotFound):
    """There is no such change of a threat level, or the caller may not know of it."""

    reason = "THREAT_LEVEL_CHANGE_NOT_FOUND"


class ThreatLevelChangeUnderWay(Unmet):
    """Somebody proposed a change of this series already, and it is not decided."""

    reason = "THREAT_LEVEL_CHANGE_UNDER_WAY"


class ThreatLevelUnchanged(Unmet):
    """The level and the response that were proposed are those that stand."""

    reason = "THREAT_LEVEL_UNCHANGED"
