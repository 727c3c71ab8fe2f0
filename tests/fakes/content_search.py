"""Search over documents in memory, as the engine and the record do it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from unicodedata import combining, normalize
from uuid import UUID

from services.content.domain.compartments import Compartment, compartment_of
from services.content.domain.cursor import SearchMustRestart
from services.content.domain.document import Document, DocumentContent, Status
from services.content.domain.errors import SearchUnavailable
from services.content.domain.search import (
    MARK_BEGINS,
    MARK_ENDS,
    Answerer,
    Found,
    Hit,
    Mark,
    Query,
)
from services.content.domain.similarity import LEAST_ALIKE, MOST_SIMILAR
from services.content.domain.synonyms import first_synonyms, readings
from services.content.domain.typing_ahead import MOST_SUGGESTED, beginnings


class Kept(Protocol):
    """Documents by their ids."""

    kept: dict[UUID, Document]


def _newest(document: Document) -> tuple[datetime, UUID]:
    return document.published_at, document.document_id


@dataclass
class MemorySearch:
    """Search over documents in memory, by whole words; can be away."""

    documents: Kept
    away: bool = False
    asked: list[tuple[Compartment, ...]] = field(default_factory=list)
    answerer: Answerer = Answerer.ENGINE

    def find(
        self,
        compartments: Sequence[Compartment],
        query: Query,
        *,
        size: int,
        offset: int = 0,
        after: Mark | None = None,
    ) -> Found:
        if self.away:
            raise SearchUnavailable("away")
        if after is not None and after.answerer is not self.answerer:
            raise SearchMustRestart("another answerer")
        self.asked.append(tuple(compartments))
        texts = readings(query.text, first_synonyms())
        wanted = list({_stem(word) for text in texts for word in _words(text)})
        found = [
            (rank, each)
            for each in self.documents.kept.values()
            if each.status is Status.PUBLISHED
            and compartment_of(each.content.marking) in compartments
            and _narrowed(each, query)
            and ((rank := _rank(each.content, wanted)) or not wanted)
        ]
        found.sort(key=lambda pair: _place(*pair))
        page = [pair for pair in found if after is None or _place(*pair) > after.after]
        page = page[offset : offset + size]
        contents = [each.content for _, each in found]
        return Found(
            hits=[
                Hit(document_id=each.document_id, highlights=_highlights(each.content, wanted))
                for _, each in page
            ],
            total=len(found),
            facets={
                "sectors": _counts(code for each in contents for code in each.sectors),
                "regions": _counts(code for each in contents for code in each.regions),
                "kinds": _counts(each.kind.name for each in contents),
                "language": _counts(each.language for each in contents),
                "tags": _counts(tag for each in contents for tag in each.tags),
                "year": sorted(
                    _counts(str(each.published_at.year) for _, each in found), reverse=True
                ),
            },
            end=Mark(answerer=self.answerer, after=_place(*page[-1])) if page else None,
        )

    def says(self, document: Document, query: Query) -> bool:
        home = compartment_of(document.content.marking)
        found = self.find([home], query, size=10_000) if home else None
        return found is not None and document.document_id in {hit.document_id for hit in found.hits}

    def beginning_so(
        self, compartments: Sequence[Compartment], words: Sequence[str], *, language: str
    ) -> Sequence[UUID]:
        return [
            each.document_id
            for each in sorted(self._in(compartments), key=_newest, reverse=True)
            if language in {"", each.content.language} and set(words) <= set(beginnings(each))
        ][:MOST_SUGGESTED]

    def alike(
        self,
        compartments: Sequence[Compartment],
        terms: Sequence[str],
        *,
        language: str,
        leave_out: Sequence[UUID],
    ) -> Sequence[UUID]:
        wanted = [_stem(term) for term in terms]
        ranked = [
            (-_rank(each.content, wanted), str(each.document_id), each.document_id)
            for each in self._in(compartments)
            if each.document_id not in leave_out and language == each.content.language
            if len(terms) * LEAST_ALIKE <= sum(_rank(each.content, [word]) > 0 for word in wanted)
        ]
        return [found for *_, found in sorted(ranked)[:MOST_SIMILAR]]

    def _in(self, compartments: Sequence[Compartment]) -> list[Document]:
        if self.away:
            raise SearchUnavailable("away")
        self.asked.append(tuple(compartments))
        return [
            each
            for each in self.documents.kept.values()
            if each.status is Status.PUBLISHED
            and compartment_of(each.content.marking) in compartments
        ]


def _words(text: str) -> list[str]:
    plain = normalize("NFD", text.lower())
    return re.findall(r"[^\W_]+", "".join(each for each in plain if not combining(each)))


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _rank(content: DocumentContent, wanted: list[str]) -> int:
    rank = 0
    tags = " ".join(content.tags)
    texts = ((4, content.title), (3, tags), (2, content.summary), (1, content.body))
    for weight, text in texts:
        words = Counter(map(_stem, _words(text)))
        rank += sum(weight * words[word] for word in wanted)
    return rank


def _place(rank: int, document: Document) -> tuple[float | str, ...]:
    """Where a document stands: by rank, then the newest, then by id."""
    return -rank, -document.published_at.timestamp(), str(document.document_id)


def _narrowed(document: Document, query: Query) -> bool:
    content, day = document.content, document.published_at.date()
    return (
        (not query.sectors or not content.sectors or bool(query.sectors & content.sectors))
        and (not query.regions or not content.regions or bool(query.regions & content.regions))
        and (not query.kinds or content.kind in query.kinds)
        and query.language in {"", content.language}
        and query.tags <= set(content.tags)
        and (query.since is None or query.since <= day)
        and (query.until is None or day <= query.until)
    )


def _highlights(content: DocumentContent, wanted: list[str]) -> tuple[str, ...]:
    for word in re.findall(r"[^\W_]+", content.body):
        if _stem(word.lower()) in wanted:
            return (f"{MARK_BEGINS}{word}{MARK_ENDS}",)
    return ()


def _counts(values: Iterator[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))
