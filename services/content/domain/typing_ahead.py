"""What is suggested while somebody types: titles and tags that begin so, by edge n-grams.

The n-grams are made here and kept as they are, so that the engine and the record find the same and
no part of the engine that looks into other compartments (suggesters, completion) is used.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.content.domain.document import Document

LONGEST_TYPED: Final = 100
MOST_SUGGESTED: Final = 8
MOST_TYPED_WORDS: Final = 6
SHORTEST_TYPED: Final = 2
"""Characters of a word below which nothing is suggested."""
LONGEST_GRAM: Final = 15
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title with its document, or a tag, of which the document is one that has it."""

    text: str
    document_id: UUID
    is_tag: bool = False


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case and without accents."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in bare if not unicodedata.combining(each)))


def typed_words(text: str) -> tuple[str, ...]:
    """Return what to look for; nothing while too little is typed."""
    words = plain_words(text)[:MOST_TYPED_WORDS]
    if not words or max(map(len, words)) < SHORTEST_TYPED:
        return ()
    return tuple(word[:LONGEST_GRAM] for word in words)


def beginnings(document: Document) -> list[str]:
    """Return every beginning of every word of a document's title and tags."""
    said = " ".join((document.content.title, *document.content.tags))
    grams = {
        word[:length]
        for word in plain_words(said)
        for length in range(1, min(len(word), LONGEST_GRAM) + 1)
    }
    return sorted(grams)


def begins_so(text: str, words: Sequence[str]) -> bool:
    """Tell whether each word that was typed begins a word of a text."""
    said = plain_words(text)
    return all(any(each.startswith(word) for each in said) for word in words)


def suggestions(documents: Sequence[Document], words: Sequence[str]) -> list[Suggestion]:
    """Return what to suggest of documents that were found, each text once."""
    found: dict[str, Suggestion] = {}
    for each in documents:
        for tag in each.content.tags:
            if begins_so(tag, words):
                found.setdefault(tag.casefold(), Suggestion(tag, each.document_id, is_tag=True))
        if begins_so(each.content.title, words):
            said = Suggestion(each.content.title, each.document_id)
            found.setdefault(said.text.casefold(), said)
    return list(found.values())[:MOST_SUGGESTED]
