"""What looking at an address now and then tells of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from urllib.parse import urljoin, urlsplit

BROKEN_AFTER: Final = 3
"""Failures in as many different hours, one after the other: a site's bad hour is not the end."""

LOOK_EVERY: Final = timedelta(hours=6)
LOOK_AGAIN: Final = timedelta(hours=1)
"""After a failure."""

LONGEST_WHY: Final = 200
_GET_ANYHOW: Final = 400
_ASKS_FOR_AN_ACCOUNT: Final = frozenset({401, 403, 429})
"""It is there, and does not let everybody in, or not so often."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class LinkState(Enum):
    """What was seen."""

    NOT_LOOKED_AT = "NOT_LOOKED_AT"
    ANSWERS = "ANSWERS"
    MOVED = "MOVED"
    SILENT = "SILENT"
    BROKEN = "BROKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look found: nothing wrong, or why, or where it says to go instead."""

    why: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is known of an address. `failures` counts hours, one after the other, without answer."""

    looked_at: datetime | None = None
    failures: int = 0
    failed_at: datetime | None = None
    broken_since: datetime | None = None
    why: str = ""
    moved_to: str = ""

    @property
    def state(self) -> LinkState:
        """Return what was seen last."""
        if self.looked_at is None:
            return LinkState.NOT_LOOKED_AT
        if self.failures:
            return LinkState.SILENT if self.broken_since is None else LinkState.BROKEN
        return LinkState.MOVED if self.moved_to else LinkState.ANSWERS

    @property
    def troubled(self) -> bool:
        """Tell whether an editor has to look at it."""
        return self.state in {LinkState.BROKEN, LinkState.MOVED}

    @property
    def due_at(self) -> datetime | None:
        """Return when to look next; None for at once."""
        if self.looked_at is None:
            return None
        return self.looked_at + (LOOK_AGAIN if self.failures else LOOK_EVERY)

    def after(self, look: Look, *, at: datetime) -> "Health":
        """Return what is known after one more look."""
        if not look.why:
            return Health(looked_at=at, moved_to=look.moved_to)
        seen = replace(self, looked_at=at, why=look.why[:LONGEST_WHY], moved_to="")
        if self.failed_at is not None and _hour(self.failed_at) == _hour(at):
            return seen
        failures = self.failures + 1
        broken = failures >= BROKEN_AFTER and self.broken_since is None
        return replace(
            seen,
            failures=failures,
            failed_at=at,
            broken_since=at if broken else self.broken_since,
        )


UNSEEN: Final = Health()
"""Of an address that nobody looked at."""


def needs_get(status: int) -> bool:
    """Tell whether an answer to HEAD says too little: many servers answer HEAD with an error."""
    return status >= _GET_ANYHOW


def judged(url: str, status: int, location: str) -> Look:
    """Return what an answer means. Where it leads is never followed, only compared."""
    if status in _REDIRECTS:
        return _redirected(url, location)
    if status < _GET_ANYHOW or status in _ASKS_FOR_AN_ACCOUNT:
        return Look()
    return Look(why=f"it answers {status}")


def _redirected(url: str, location: str) -> Look:
    try:
        target = urljoin(url, location)
        parts = urlsplit(target)
        there = parts.hostname or ""
    except ValueError:
        return Look(why="it leads to no address")
    if not location or parts.scheme not in {"https", "http"} or not there:
        return Look(why="it leads to no address")
    if there == (urlsplit(url).hostname or ""):
        return Look()
    return Look(moved_to=f"{parts.scheme}://{there}/")


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
