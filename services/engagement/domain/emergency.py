"""What is said before any question, and what sounds like present danger."""

import json
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

_DATA: Final = json.loads(
    files("services.engagement.domain").joinpath("data/emergency.json").read_text("utf-8")
)
LANGUAGES: Final = ("en-GB", "cy")
EMERGENCY_NUMBER: Final[str] = _DATA["emergency_number"]
HOTLINE_NUMBER: Final[str] = _DATA["hotline_number"]
TRIGGERS: Final[dict[str, tuple[str, ...]]] = {
    why: tuple(phrases) for why, phrases in _DATA["triggers"].items()
}
"""Phrases that sound like present danger, by why they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyAdvice:
    """Fixed words that every client shows; first and large if `call_now`."""

    call_now: bool
    text: str
    reviewed: bool


def advice(language: str, *, urgent: bool) -> EmergencyAdvice:
    """Return the words in one of LANGUAGES."""
    words = _DATA["words"][language]
    return EmergencyAdvice(
        call_now=urgent,
        text=words["urgent" if urgent else "usual"],
        reviewed=words["reviewed"],
    )


def sounds_urgent(*texts: str) -> bool:
    """Tell whether any of the texts holds a trigger, whatever its case, accents or punctuation."""
    return any(
        f" {phrase} " in f" {plain(text)} "
        for text in texts
        for phrases in _PLAIN.values()
        for phrase in phrases
    )


def plain(text: str) -> str:
    """Return the words of a text in lower case, with one space between and nothing else."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", bare))


_PLAIN: Final = {why: tuple(map(plain, phrases)) for why, phrases in TRIGGERS.items()}
