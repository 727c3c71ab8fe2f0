"""Names that stand for a person where the person must not be named."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Keyed digests: always the same for a subject, and no way back without the key."""

    key: bytes = field(repr=False)

    def of(self, subject: str) -> str:
        """Return the name under which a person's acts stay on record."""
        return self._digest(f"subject:{subject}")

    def of_day(self, subject: str, at: datetime) -> str:
        """Return a name that is good for one day only, so that days cannot be joined."""
        return self._digest(f"day:{at.date()}:{subject}")

    def _digest(self, text: str) -> str:
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
