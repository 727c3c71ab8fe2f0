"""What an index of documents is: the same for every compartment.

Text lies in fields for each language, analysed as that language; an index is never a language.
Only what the official image and the development server both have is used (docs/adr/0114).
"""

from collections.abc import Sequence
from typing import Any, Final

from services.content.domain.synonyms import COMMON, Synonyms, without_common_words
from services.content.outbound.elasticsearch import suggesting
from services.content.outbound.elasticsearch.welsh import FILTERS as WELSH

VERSION: Final = 4
"""Of this definition: an index of a lower one is built anew."""

REFRESH: Final = "500ms"
"""How soon what was written can be searched, also where nobody searched for a while."""

FIELD_OF: Final = {"en-GB": "en", "cy": "cy"}
"""The fields that a document's language goes into."""

PARTS: Final = ("title", "summary", "body", "tags", "attachments")
"""What a document says, part by part, in a field for each language."""

_CODES: Final = ("document_id", "sectors", "regions", "kind", "language")
_READ: Final = {
    "en": ("lowercase", "en_possessive", "asciifolding"),
    "cy": ("lowercase", "apostrophe", "asciifolding"),
}
"""How words are made alike, before anything is left out or cut."""

_CUT: Final = {"en": ("en_whole", "en_stem"), "cy": ("cy_radicals", "cy_ending")}
_CUT_ONCE: Final = {"en": ("en_whole", "en_stem"), "cy": ("cy_ending",)}
"""How words are cut to what their forms share; once: each to one form only."""

_FILTERS: Final[dict[str, Any]] = {
    "en_possessive": {"type": "stemmer", "language": "possessive_english"},
    "en_whole": {"type": "keyword_marker", "keywords_pattern": "..?.?"},
    "en_stem": {"type": "stemmer", "language": "english"},
    "pairs": {
        "type": "shingle",
        "min_shingle_size": 2,
        "max_shingle_size": 2,
        "output_unigrams": False,
        "token_separator": "",
    },
    **WELSH,
}


def _analysers(name: str) -> dict[str, Any]:
    """Return the analysers of a language.

    `said` is of what documents say, `asked` of what is looked for, with synonyms; `plain` is that
    without synonyms, to which near spellings are found; `pairs` writes each two words as one.
    """
    read, common = _READ[name], f"{name}_common"
    chains = {
        "said": (*read, *_CUT[name]),
        "asked": (*read, common, f"{name}_synonyms", *_CUT[name]),
        "plain": (*read, common, *_CUT_ONCE[name]),
        "pairs": (*read, "pairs", *_CUT_ONCE[name]),
    }
    if name == "en":  # forms of the terms of a synonym are synonyms as well
        chains["asked"] = (*read, common, *_CUT[name], f"{name}_synonyms")
    return {
        f"{name}_{use}": {"type": "custom", "tokenizer": "standard", "filter": list(chain)}
        for use, chain in chains.items()
    }


def _filters(name: str, synonyms: Synonyms) -> dict[str, Any]:
    rules = (
        ", ".join(without_common_words(term, synonyms.language) for term in group)
        for group in synonyms.groups
    )
    return {
        f"{name}_common": {"type": "stop", "stopwords": sorted(COMMON[synonyms.language])},
        f"{name}_synonyms": {"type": "synonym_graph", "synonyms": list(rules), "lenient": True},
    }


def _fields(name: str) -> dict[str, Any]:
    text: dict[str, Any] = {
        "type": "text",
        "analyzer": f"{name}_said",
        "search_analyzer": f"{name}_asked",
    }
    pairs = {"type": "text", "analyzer": f"{name}_pairs"}
    text |= {"copy_to": [f"{name}.whole", f"{name}.pairs"]}
    return {
        **dict.fromkeys(PARTS, text),
        "title": text | {"fields": {"pairs": pairs}},
        "whole": {"type": "text", "analyzer": f"{name}_said", "search_analyzer": f"{name}_plain"},
        "pairs": pairs,
    }


def definition(synonyms: Sequence[Synonyms]) -> dict[str, Any]:
    """Return the settings and mappings of an index that reads queries with these synonyms."""
    filters, analysers = dict(_FILTERS), dict[str, Any]()
    for each in synonyms:
        name = FIELD_OF[each.language]
        filters |= _filters(name, each)
        analysers |= _analysers(name)
    return {
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": REFRESH,
            "analysis": {"filter": filters, "analyzer": analysers},
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": built_with(synonyms),
            "properties": {
                **{name: {"properties": _fields(name)} for name in FIELD_OF.values()},
                **{name: {"type": "keyword"} for name in _CODES},
                "published_at": {"type": "date"},
                **suggesting.FIELDS,
            },
        },
    }


def built_with(synonyms: Sequence[Synonyms]) -> dict[str, int]:
    """Return what an index says of how it was built: versions, each only growing."""
    return {"definition": VERSION} | {each.language: each.version for each in synonyms}
