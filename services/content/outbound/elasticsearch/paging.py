"""Pages of a search: each is of one state of the indexes, a point in time, after a place in it."""

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from services.content.domain.search import MOST_VALUES, Answerer, Mark, Query

KEPT: Final = "6m"
"""How long the engine keeps a point that nobody asks: longer than a cursor is good."""

SHARED_SECONDS: Final = 0.3
"""For how long searches share a point: so there are few, however many people search.

What is published is not found by those that share an older one (docs/adr/0126).
"""

MOST_POINTS: Final = 1_000

_BEHIND_ITSELF: Final = 2**63 - 1
"""The engine's own last word of order, its place in a shard: it would tell of what was there."""


@dataclass(slots=True)
class Points:
    """Gives searches over the same indexes the same point in time, for a moment."""

    seconds: float = SHARED_SECONDS
    now: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, ...], tuple[float, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, indexes: Sequence[str], open_one: Callable[[Sequence[str]], str]) -> str:
        """Return the point of these indexes; one that is not fresh is opened anew."""
        key = tuple(indexes)
        with self._lock:
            opened_at, point = self._kept.get(key, (float("-inf"), ""))
            if self.now() - opened_at < self.seconds:
                return point
        began, point = self.now(), open_one(indexes)
        with self._lock:
            if len(self._kept) >= MOST_POINTS:
                self._kept.clear()
            self._kept[key] = began, point
        return point

    def forget(self) -> None:
        """Let the next search open a point of its own."""
        with self._lock:
            self._kept.clear()


def same_copies(indexes: Sequence[str]) -> str:
    """Return what has the engine ask the same copies each time that the same indexes are asked.

    Copies of an index differ in what was deleted and not yet cleared away, which counts in how rare
    a word is: two hits that are almost alike would change places from one search to the next.
    """
    return f"isp-{hashlib.sha256(' '.join(indexes).encode()).hexdigest()[:16]}"


def paged(body: dict[str, Any], query: Query, *, point: str, after: Mark | None) -> dict[str, Any]:
    """Return the body of a search as a page, with days and tags as filters, and as facets."""
    whole = body | {"pit": {"id": point, "keep_alive": KEPT}}
    inner = body["query"]["bool"]
    whole["query"] = {"bool": inner | {"filter": [*inner["filter"], *_dates(query), *_tags(query)]}}
    whole["aggs"] = body["aggs"] | {"tags": _TAGS, "year": _YEARS}
    if after is not None:
        whole["search_after"] = [*after.after, _BEHIND_ITSELF]
        whole.pop("from", None)
    return whole


_TAGS: Final = {"terms": {"field": "tag", "size": MOST_VALUES}}
_YEARS: Final = {
    "date_histogram": {
        "field": "published_at",
        "calendar_interval": "year",
        "format": "yyyy",
        "min_doc_count": 1,
        "order": {"_key": "desc"},
    }
}


def end_of(hits: Sequence[dict[str, Any]], point: str) -> Mark | None:
    """Return where a page ended; None for a page of nothing."""
    if not hits:
        return None
    return Mark(answerer=Answerer.ENGINE, after=tuple(hits[-1]["sort"][:-1]), point=point)


def counts(aggregations: dict[str, Any]) -> dict[str, list[tuple[str, int]]]:
    """Return the facets of an answer; a year by its name, the latest first."""
    return {
        name: [
            (str(each.get("key_as_string", each["key"])), int(each["doc_count"]))
            for each in facet["buckets"][:MOST_VALUES]
        ]
        for name, facet in aggregations.items()
    }


def _dates(query: Query) -> list[dict[str, Any]]:
    bounds = {}
    if query.since is not None:
        bounds["gte"] = query.since.isoformat()
    if query.until is not None:
        bounds["lt"] = (query.until + timedelta(days=1)).isoformat()
    return [{"range": {"published_at": bounds | {"format": "strict_date"}}}] if bounds else []


def _tags(query: Query) -> list[dict[str, Any]]:
    return [{"term": {"tag": tag}} for tag in sorted(query.tags)]
