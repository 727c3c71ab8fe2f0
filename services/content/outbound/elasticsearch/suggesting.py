"""Suggestions while somebody types: a plain search over the n-grams that we keep."""

from collections.abc import Sequence
from typing import Any, Final

from services.content.domain.document import Document
from services.content.domain.typing_ahead import MOST_SUGGESTED, beginnings

FIELDS: Final[dict[str, Any]] = {"typed": {"type": "keyword"}, "tag": {"type": "keyword"}}
"""What an index has for suggestions, and for facets and filters by tag."""


def fields_of(document: Document) -> dict[str, Any]:
    """Return what a document has in them."""
    return {"typed": beginnings(document), "tag": sorted(document.content.tags)}


def suggesting_body(words: Sequence[str], language: str) -> dict[str, Any]:
    """Return the body of a search for documents of whose words each begins so, newest first."""
    filters: list[dict[str, Any]] = [{"term": {"typed": word}} for word in words]
    if language:
        filters.append({"term": {"language": language}})
    return {
        "query": {"bool": {"filter": filters}},
        "sort": [{"published_at": "desc"}, {"document_id": "asc"}],
        "size": MOST_SUGGESTED,
        "_source": False,
        "fields": ["document_id"],
        "track_total_hits": False,
    }
