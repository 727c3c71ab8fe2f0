"""Searches that found nothing: what is kept of them, and when, so that it tells of no person.

A text is kept only once three callers looked for it in vain: before, there is a keyed digest of it
and nothing that leads back. What looks like something of a person's own is never kept (ADR 0117).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kernel.principals import Principal

LEAST_CALLERS: Final = 3
KEPT_FOR: Final = timedelta(days=30)
MOST_GAPS: Final = 200
MOST_SIGHTINGS: Final = 20_000
"""A day: beyond that no more are noted."""
BUCKETS: Final = 256
"""Callers of a text and day are told apart by one of so many: too few to find a person by."""

_SHORTEST: Final = 3
_LONGEST: Final = 60
_MOST_WORDS: Final = 6
_WORDS: Final = re.compile("[^\\W_]+(?:['\u2019-][^\\W_]+)*")
_OF_SOMEBODY: Final = re.compile(r"[0-9]{3}|[@/\\]|www\.|\b[a-z]{1,2}[0-9][0-9a-z]?\b", re.ASCII)
"""Numbers, addresses, links, and the first half of a postcode."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that was looked for in vain, how often, and when last."""

    text: str
    times: int
    last_on: date


def gap_text(text: str) -> str:
    """Return a text as it is compared and may be kept; empty for one that is not noted."""
    said = text.casefold().strip()
    if _OF_SOMEBODY.search(said):
        return ""
    words = _WORDS.findall(said)
    plain = " ".join(words)
    good = _SHORTEST <= len(plain) <= _LONGEST and len(words) <= _MOST_WORDS
    return plain if good else ""


def is_noted(caller: Principal) -> bool:
    """Tell whether what a caller looks for may be shown to editors: not that of a closed group."""
    return not caller.closed_groups
