"""The words that CAP needs beside an alert's own."""

import json
from importlib.resources import files
from typing import Any, Final

WORDS: Final[dict[str, Any]] = json.loads(
    files("services.alerts.domain").joinpath("data/cap_words.json").read_text("utf-8")
)
