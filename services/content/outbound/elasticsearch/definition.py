"""What an index of documents is: the same for every compartment.

Text lies in a field for each language, analysed as that language; an index is never a language.
"""

from typing import Any, Final

_TEXT: Final = {
    "en": {"type": "text", "analyzer": "english"},
    "cy": {"type": "text", "analyzer": "standard"},
}
_CODES: Final = ("document_id", "sectors", "regions", "kind", "language")
FIELD_OF: Final = {"en-GB": "en", "cy": "cy"}
"""The field that a document's language goes into."""

DEFINITION: Final[dict[str, Any]] = {
    "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **{
                name: {"properties": dict.fromkeys(("title", "summary", "body"), text)}
                for name, text in _TEXT.items()
            },
            **{name: {"type": "keyword"} for name in _CODES},
            "published_at": {"type": "date"},
        },
    },
}
