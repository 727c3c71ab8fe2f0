"""Cursors: a page token that leads on in one search of one caller, and in no other."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chassis.errors import Conflict, Invalid, Violation
from kernel.principals import Principal
from services.content.domain.compartments import entitled
from services.content.domain.search import Mark, Query

GOOD_FOR: Final = timedelta(minutes=5)
"""How long a page may be read before the next is asked for."""

LONGEST_CURSOR: Final = 6_000
"""Characters."""


class CursorRefused(Invalid):
    """The token is none of ours, or of another caller, tier, text, filter or size of page."""

    reason = "CURSOR_REFUSED"

    def __init__(self, *violations: Violation) -> None:
        super().__init__(*(violations or (Violation("page_token", "is not of this search"),)))


class SearchMustRestart(Conflict):
    """The search cannot go on where it was: the token is too old, or what answered is gone."""

    reason = "SEARCH_MUST_RESTART"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a search goes on, how many hits came before, and until when it may."""

    mark: Mark
    seen: int
    ends_at: datetime


def binding(caller: Principal, query: Query, size: int) -> bytes:
    """Return a digest of whose search it is, of what, and over which compartments.

    A tier or a group that is gained or lost makes it another search.
    """
    whole = {
        "subject": caller.subject or "",
        "compartments": [each.name for each in entitled(caller)],
        "text": query.text,
        "sectors": sorted(query.sectors),
        "regions": sorted(query.regions),
        "kinds": sorted(kind.name for kind in query.kinds),
        "language": query.language,
        "tags": sorted(query.tags),
        "since": query.since.isoformat() if query.since else "",
        "until": query.until.isoformat() if query.until else "",
        "size": size,
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).digest()
