"""Who did what on a version of an alert: none of them may approve it."""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Part(Enum):
    """What somebody did on a version before it was approved."""

    WRITER = "WRITER"
    EDITOR = "EDITOR"
    TRANSLATOR = "TRANSLATOR"
    SUBMITTER = "SUBMITTER"
    WELSH_APPROVER = "WELSH_APPROVER"


@dataclass(frozen=True, slots=True)
class Hand:
    """One person's part in a version."""

    by: str
    part: Part


Hands = tuple[Hand, ...]
WORDING: Final = frozenset({Part.WRITER, Part.EDITOR})
"""Who says what an alert says, in its own language: an update that repeats it keeps their hands."""


def with_hand(hands: Hands, *added: Hand) -> Hands:
    """Return the hands with these, each once, in the order in which they came."""
    return (*hands, *(each for each in dict.fromkeys(added) if each not in hands))


def first_hands(by: str, *, translated: bool = False) -> Hands:
    """Return the hands of whoever wrote a draft; a draft with translations has a translator."""
    written = (Hand(by, Part.WRITER),)
    return (*written, Hand(by, Part.TRANSLATOR)) if translated else written
