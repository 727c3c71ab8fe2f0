"""The words with which a mail or a text asks for an answer, and where it is given."""

import json
from importlib.resources import files
from typing import Any, Final

_WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/asking_words.json").read_text("utf-8")
)


def asking(way: str, address: str, language: str) -> str:
    """Return the words of a mail or a text that ask for an answer at an address."""
    words: str = _WORDS[way][language]
    return words.format(address=address)


def answer_address(token: str, language: str, public_url: str) -> str:
    """Return where a link leads."""
    site = f"{public_url}/cy" if language == "cy" else public_url
    return f"{site}/alerts/answer?token={token}"
