"""What the list of gaps needs."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from services.content.domain.gap import Gap


class Gaps(Protocol):
    """Texts that were looked for in vain, on one transaction."""

    def sighted(self, text: str, *, digest: bytes, bucket: int, on: date) -> None:
        """Note that a caller looked for a text; keep the text if they are the third."""
        ...

    def listed(self, since: date) -> Sequence[Gap]:
        """Return the texts that enough callers looked for since then, most wanted first."""
        ...

    def forget(self, before: date) -> int:
        """Delete what is older; return how many rows."""
        ...
