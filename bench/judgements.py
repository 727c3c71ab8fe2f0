"""The judged queries: what whoever typed each would want (`relevance_judgements.md` says how)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("relevance_judgements.json")
BEST: Final = 3
_PARTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuery:
    """A query with the grades, 1 to 3, of the documents that are of use; all others have 0.

    A document is named by its file in `stack/demo_content/documents`, without `.md`.
    """

    text: str
    language: str
    grades: Mapping[str, int]

    @property
    def held_out(self) -> bool:
        """Tell whether nobody may tune on it: its text alone decides that, for one in three."""
        return int(sha256(self.text.encode()).hexdigest(), 16) % _PARTS == 0


def judged_queries(file: Path = FILE) -> list[JudgedQuery]:
    """Return every judged query, in the order of the file."""
    return [
        JudgedQuery(text=each["query"], language=each["language"], grades=each["grades"])
        for each in json.loads(file.read_text("utf-8"))["queries"]
    ]
