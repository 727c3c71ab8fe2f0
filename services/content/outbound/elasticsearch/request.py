"""A query as Elasticsearch is asked it. Any text is plain text: no part of it is an operator."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

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

WEIGHTS: Final = {"title": 4, "tags": 3, "summary": 2, "body": 1, "attachments": 1}
"""How often a word counts where it stands."""

MOST_WORDS: Final = "1<50%"
"""Half of the words must be there: people say more than a page does."""

SPELLING: Final[dict[str, Any]] = {
    "fuzziness": "AUTO:4,8",
    "prefix_length": 1,
    "max_expansions": 20,
}
"""A word of four letters may have one wrong, one of eight two, but not the first."""

NEAR: Final = 0.2
NEAR_IN_TITLE: Final = 0.3
BESIDE: Final = 0.3
JOINED: Final = 0.3
FRESHNESS: Final = 0.1
AGEING: Final = {"origin": "now/d", "offset": "90d", "scale": "730d", "decay": 0.5}
"""What is older than three months loses half of its freshness in two years."""


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
        "highlight": _marked(text, _said_plainly),
        "aggs": {
            facet: {"terms": {"field": field, "size": MOST_VALUES}}
            for facet, field in _FACETS.items()
        },
    }


def marking_body(query: Query, document_ids: Sequence[UUID]) -> dict[str, Any]:
    """Return the body that marks near spellings, and two words that are written as one.

    It costs more than to mark the words themselves, so it is asked only of documents in which none
    of them is marked.
    """
    return {
        "query": {"terms": {"document_id": [str(each) for each in document_ids]}},
        "sort": [{"document_id": "asc"}],
        "size": len(document_ids),
        "_source": False,
        "fields": ["document_id"],
        "track_total_hits": False,
        "highlight": _marked(query.text.strip(), _said_nearly),
    }


def _marked(text: str, asked: Callable[[str, str, str], dict[str, Any]]) -> dict[str, Any]:
    """Mark what is asked of each field of each language, in that field alone."""
    return {
        "type": "unified",
        "pre_tags": [MARK_BEGINS],
        "post_tags": [MARK_ENDS],
        "number_of_fragments": HIGHLIGHTS,
        "fragment_size": 160,
        "order": "score",
        "fields": {
            f"{name}.{part}": {"highlight_query": asked(text, f"{name}.{part}", name)}
            for name in FIELD_OF.values()
            for part in _SHOWN
        },
    }


def _said_plainly(text: str, field: str, name: str) -> dict[str, Any]:
    """Look for the words and their synonyms."""
    more = {"auto_generate_synonyms_phrase_query": False}
    return _match(field, text, f"{name}_asked", 1, **more)


def _said_nearly(text: str, field: str, name: str) -> dict[str, Any]:
    near = _match(field, text, f"{name}_plain", 1, **SPELLING)
    return {"bool": {"should": [near, _match(field, text, f"{name}_pairs", 1)]}}


def _must(text: str) -> dict[str, Any]:
    """Return what a document must say, with its score: by its words, then by its age."""
    if not text:
        return {"match_all": {}}
    return {
        "function_score": {
            "query": _asked(text),
            "functions": [
                {"weight": 1 - FRESHNESS},
                {"exp": {"published_at": AGEING}, "weight": FRESHNESS},
            ],
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }


def _asked(text: str) -> dict[str, Any]:
    return {"bool": {"should": [_in_language(text, name) for name in FIELD_OF.values()]}}


def _in_language(text: str, name: str) -> dict[str, Any]:
    """Ask the fields of one language.

    What a document says is one field of weighted parts, with one statistic of each word. Beside it
    count near spellings, two words that stand side by side, and two that are written as one.
    """
    words = {
        "combined_fields": {
            "query": text,
            "fields": [f"{name}.{part}^{weight}" for part, weight in WEIGHTS.items()],
            "minimum_should_match": MOST_WORDS,
            "auto_generate_synonyms_phrase_query": False,
        }
    }
    plain, pairs = f"{name}_plain", f"{name}_pairs"
    near = SPELLING | {"minimum_should_match": MOST_WORDS}
    return {
        "bool": {
            "should": [
                words,
                _match(f"{name}.whole", text, plain, NEAR, **near),
                _match(f"{name}.title", text, plain, NEAR_IN_TITLE, **near),
                _match(f"{name}.pairs", text, pairs, BESIDE),
                *(
                    _match(f"{name}.{field}", text, analyser, JOINED)
                    for field, analyser in (
                        *(("pairs", plain), ("title.pairs", plain)),
                        *(("whole", pairs), ("title", pairs)),
                    )
                ),
            ]
        }
    }


def _match(field: str, text: str, analyser: str, boost: float, **more: Any) -> dict[str, Any]:
    return {"match": {field: {"query": text, "analyzer": analyser, "boost": boost, **more}}}


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
