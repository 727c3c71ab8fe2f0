"""A query as Elasticsearch is asked it. Any text is plain text: no part of it is an operator."""

from typing import Any, Final

from services.content.domain.search import (
    HIGHLIGHTS,
    MARK_BEGINS,
    MARK_ENDS,
    MOST_COUNTED,
    MOST_VALUES,
    Query,
)
from services.content.outbound.elasticsearch.definition import FIELD_OF

_FACETS: Final = {
    "sectors": "sectors",
    "regions": "regions",
    "kinds": "kind",
    "language": "language",
}
_SHOWN: Final = ("body", "summary")


def body_of(query: Query, *, size: int, offset: int) -> dict[str, Any]:
    """Return the body of a search."""
    text = query.text.strip()
    order = ["_score"] if text else []
    return {
        "query": {"bool": {"must": [_must(text)], "filter": _filters(query)}},
        "sort": [*order, {"published_at": "desc"}, {"document_id": "asc"}],
        "size": size,
        "from": offset,
        "_source": False,
        "fields": ["document_id"],
        "track_total_hits": MOST_COUNTED,
        "highlight": {
            "type": "unified",
            "pre_tags": [MARK_BEGINS],
            "post_tags": [MARK_ENDS],
            "number_of_fragments": HIGHLIGHTS,
            "fragment_size": 160,
            "order": "score",
            "fields": {f"{name}.{part}": {} for name in FIELD_OF.values() for part in _SHOWN},
        },
        "aggs": {
            facet: {"terms": {"field": field, "size": MOST_VALUES}}
            for facet, field in _FACETS.items()
        },
    }


def _must(text: str) -> dict[str, Any]:
    """Look for words as if title, summary and body were one field of weighted parts."""
    if not text:
        return {"match_all": {}}
    each = [
        {
            "combined_fields": {
                "query": text,
                "fields": [f"{name}.title^4", f"{name}.summary^2", f"{name}.body"],
                "minimum_should_match": "2<-25%",
            }
        }
        for name in FIELD_OF.values()
    ]
    return {"bool": {"should": each, "minimum_should_match": 1}}


def _filters(query: Query) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    for field, wanted in (("sectors", query.sectors), ("regions", query.regions)):
        if wanted:
            for_all = {"bool": {"must_not": {"exists": {"field": field}}}}
            named = {"terms": {field: sorted(wanted)}}
            filters.append({"bool": {"should": [named, for_all], "minimum_should_match": 1}})
    if query.kinds:
        filters.append({"terms": {"kind": sorted(kind.name for kind in query.kinds)}})
    if query.language:
        filters.append({"term": {"language": query.language}})
    return filters
