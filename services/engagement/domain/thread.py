"""The messages of a thread, and what a text in it may be."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from chassis.errors import Violation

LONGEST_TITLE: Final = 120

_UNPRINTED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000-\uf8ff\ufeff]"
)
"""Signs that nobody can see, among them those that turn the direction of writing."""


class Kind(Enum):
    """What a message is."""

    QUESTION = "QUESTION"
    FOLLOW_UP = "FOLLOW_UP"
    ANSWER = "ANSWER"
    NOTE = "NOTE"


BY_ASKER: Final = frozenset({Kind.QUESTION, Kind.FOLLOW_UP})
"""The kinds that the asker writes; the others are an expert's."""

LONGEST: Final = {Kind.QUESTION: 4000, Kind.FOLLOW_UP: 4000, Kind.ANSWER: 10_000, Kind.NOTE: 1000}
"""How many characters each may have."""

FULL: Final = {Kind.QUESTION: 1, Kind.FOLLOW_UP: 90, Kind.NOTE: 95, Kind.ANSWER: 100}
"""With how many messages a thread takes no more of a kind: the last word is left to an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; `number` counts from 1. Its text is plain, and empty after an erasure."""

    number: int
    kind: Kind
    author: str
    text: str
    said_at: datetime


def tidied(text: str) -> str:
    """Return a text with LF for every line break, and no space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def violations(field: str, text: str, most: int, *, one_line: bool = False) -> list[Violation]:
    """Return what is wrong with a tidied text."""
    found = []
    if not 1 <= len(text) <= most:
        found.append(Violation(field, f"must have 1 to {most} characters"))
    if _UNPRINTED.search(text) or (one_line and ("\n" in text or "\t" in text)):
        what = "must be one line, with" if one_line else "must have"
        found.append(Violation(field, f"{what} no signs that cannot be seen"))
    return found
