"""What is looked for, and what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from services.content.domain.document import Kind

LONGEST_TEXT: Final = 200
MOST_HITS: Final = 50
FARTHEST: Final = 200
MOST_COUNTED: Final = 10_000
FACETS: Final = ("sectors", "regions", "kinds", "language")
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
