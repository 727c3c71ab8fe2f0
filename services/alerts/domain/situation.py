"""What members see around them, by one tap: folded by person, counted by area."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from services.alerts.domain.errors import TooManyReports

_DATA: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/situation_kinds.json").read_text("utf-8")
)
KINDS: Final[tuple[str, ...]] = tuple(_DATA["kinds"])
QUIET: Final = "ALL_QUIET"
"""What cannot be so while anything else is."""

CURRENT: Final = timedelta(hours=1)
"""How long a report says what is so now."""

WINDOW: Final = timedelta(minutes=10)
MOST_IN_WINDOW: Final = 10
"""How many taps of one person count in a window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """What one person reported about one thread of messages: each kind once, with its last time.

    `region` is where they count. `taps` counts those of the window that began at `window_at`.
    """

    thread_id: UUID
    subject: str
    region: str
    seen: dict[str, datetime]
    window_at: datetime
    taps: int = 0
    version: int = 0

    def tapped(self, kind: str, at: datetime) -> "Reporter":
        """Return it after another tap; the same kind again only has a later time.

        That all is quiet takes back everything else, and the other way round.

        Raises:
            TooManyReports: they tapped too often.
        """
        anew = at >= self.window_at + WINDOW
        taps = 1 if anew else self.taps + 1
        if taps > MOST_IN_WINDOW:
            raise TooManyReports("You reported often: wait a few minutes. In danger call 999.")
        seen = {k: when for k, when in self.seen.items() if (k == QUIET) is (kind == QUIET)}
        return replace(
            self,
            seen=seen | {kind: at},
            window_at=at if anew else self.window_at,
            taps=taps,
            version=self.version + 1,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """How many people of an area report a kind now, and when the last of them did."""

    region: str
    kind: str
    people: int
    last: datetime


def shown(sightings: Iterable[Sighting], *, exact: bool, least: int) -> list[Sighting]:
    """Return what may be shown: everything to duty officers, else what enough people report."""
    return [each for each in sightings if exact or each.people >= least]
