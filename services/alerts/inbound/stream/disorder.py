"""Finds what a process that ended may have shown in another order than the record has.

While NATS is away events are shown as they are read from the record, before they are sent; the
record's order is that of sending. Whoever has such an event may lack some that stand before it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from services.alerts.inbound.stream.needs import PastEvent

LATE: Final = timedelta(seconds=10)
"""By how much a commit may come later than an event's own time: statements take no longer."""


def first_doubtful(events: Sequence[PastEvent]) -> Mapping[str, str]:
    """Return of each event that waited the first one that its reader may lack, if it stands before.

    `events` are in the order of sending. Both are given by their ids.
    """
    made = sorted(
        (each.made_at, place) for place, each in enumerate(events) if each.made_at is not None
    )
    times: list[datetime] = [at for at, _ in made]
    first = len(events)
    firsts = []  # of all that were made at this time or later
    for _, place in reversed(made):
        first = min(first, place)
        firsts.append(first)
    firsts.reverse()
    found = {}
    for place, each in enumerate(events):
        if not each.waited or each.made_at is None:
            continue
        earliest = firsts[bisect_left(times, each.made_at - LATE)]
        if earliest < place:
            found[each.event_id] = events[earliest].event_id
    return found
