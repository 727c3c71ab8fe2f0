"""What is looked for, and what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final
from uuid import UUID

from services.content.domain.document import Kind

LONGEST_TEXT: Final = 200
MOST_HITS: Final = 50
FARTHEST: Final = 200
MOST_COUNTED: Final = 10_000
FACETS: Final = ("sectors", "regions", "kinds", "language", "tags", "year")
MOST_VALUES: Final = 50
HIGHLIGHTS: Final = 3
MARK_BEGINS: Final = "\ue000"
MARK_ENDS: Final = "\ue001"
"""Private-use characters around what was looked for; no text that we keep has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: plain text, and what it is narrowed to. Empty parts narrow nothing."""

    text: str = ""
    sectors: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    language: str = ""
    tags: frozenset[str] = frozenset()
    """Of which a document has each."""
    since: date | None = None
    """The first day of publication, in UTC."""
    until: date | None = None
    """The last, itself too."""

    @property
    def narrowed(self) -> bool:
        """Tell whether it is narrowed to anything but a language."""
        codes = (self.sectors, self.regions, self.kinds, self.tags, self.since, self.until)
        return any(codes)


class Answerer(Enum):
    """Who answered: a search goes on where it began, or begins anew."""

    ENGINE = "ENGINE"
    RECORD = "RECORD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ended, in the answerer's own order.

    `after` is what the last hit was sorted by; `point` names the state of the engine that the
    search sees, so that what is published meanwhile moves nothing.
    """

    answerer: Answerer
    after: tuple[float | str, ...]
    point: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that was found, with up to three pieces of its text."""

    document_id: UUID
    highlights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: a page of it, how many in all, and counts by value for each facet."""

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    end: Mark | None = None
    """Where the page ended; None for a page of nothing."""
