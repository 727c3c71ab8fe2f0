"""What makes an exercise unmistakable: its words first and last in each of its texts.

No text stays no text: a mark never makes up for what is missing.
"""

from typing import Final

MARK: Final = "EXERCISE EXERCISE EXERCISE"
ROOM: Final = 2 * len(MARK) + 4
"""Characters that the marks may add to a text."""


def enclosed(text: str) -> str:
    """Return a text with the mark at both its ends, and one that has it there as it is."""
    if not text.strip():
        return text
    lines = "\n" in text
    if not text.startswith(MARK):
        text = f"{MARK}\n\n{text}" if lines else f"{MARK}: {text}"
    if not text.endswith(MARK):
        text = f"{text}\n\n{MARK}" if lines else f"{text} {MARK}"
    return text


def bare(text: str) -> str:
    """Return a text without the marks, for a message that has them at its own ends."""
    return text.removeprefix(MARK).removeprefix(":").removesuffix(MARK).strip() or text
