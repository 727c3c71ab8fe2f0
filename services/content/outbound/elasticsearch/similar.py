"""Documents like another: a search for the words that it says most."""

from collections.abc import Sequence
from typing import Any, Final

from services.content.domain.similarity import LEAST_ALIKE, MOST_SIMILAR
from services.content.outbound.elasticsearch.definition import FIELD_OF

_WEIGHTS: Final = {"title": 4, "summary": 2, "body": 1}


def similar_body(terms: Sequence[str], language: str, leave_out: Sequence[str]) -> dict[str, Any]:
    """Return the body of a search for documents of one language that say many of the terms."""
    name = FIELD_OF[language]
    alike = {
        "combined_fields": {
            "query": " ".join(terms),
            "fields": [f"{name}.{part}^{weight}" for part, weight in _WEIGHTS.items()],
            "minimum_should_match": f"{LEAST_ALIKE:.0%}",
        }
    }
    return {
        "query": {
            "bool": {
                "must": [alike],
                "filter": [{"term": {"language": language}}],
                "must_not": [{"terms": {"document_id": list(leave_out)}}],
            }
        },
        "sort": ["_score", {"document_id": "asc"}],
        "size": MOST_SIMILAR,
        "_source": False,
        "fields": ["document_id"],
        "track_total_hits": False,
    }
