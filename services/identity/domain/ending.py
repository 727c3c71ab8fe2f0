"""What ends by itself is announced 30 and 7 days before, each once: the one rule for all of it."""

from datetime import datetime, timedelta
from typing import Final

WARNED_DAYS: Final = (30, 7)
"""How many days before the end somebody is told of it, each once."""


def warning_due(until: datetime, warned: int | None, at: datetime) -> int | None:
    """Return the warning that is to be sent now, in days, or None.

    `warned` is the nearest that was sent. After a pause only the nearest is sent, and none when
    the time is over. A day is 24 hours: a notice may come an hour off the clock on the wall.
    """
    if at >= until:
        return None
    due = [days for days in WARNED_DAYS if at >= until - timedelta(days=days)]
    nearest = min(due, default=None)
    if nearest is None or (warned is not None and warned <= nearest):
        return None
    return nearest


def next_look(until: datetime, warned: int | None, at: datetime) -> datetime:
    """Return when there is next something to say or to end: at once if something is due now."""
    if at >= until or warning_due(until, warned, at) is not None:
        return at
    ahead = (until - timedelta(days=days) for days in WARNED_DAYS)
    return min((moment for moment in ahead if moment > at), default=until)
