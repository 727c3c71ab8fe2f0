"""Names that stand for a person where the person must not be named."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

_LENGTH: Final = 32


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Keyed digests: no way back without the key."""

    key: bytes = field(repr=False)

    def salted(self, salt: bytes, subject: str) -> str:
        """Return the name that the audit log knows a person by, which dies with the salt.

        All salts are of one length, so that no other pair is written alike.
        """
        return self._digest(b"salted:" + salt + subject.encode())

    def of(self, text: str) -> str:
        """Return what stands for a text, always the same: a contact's address, or a code.

        Up to docs/adr/0078 people stood in the audit log so.
        """
        return self._digest(f"subject:{text}".encode())

    def of_day(self, subject: str, at: datetime) -> str:
        """Return a name that is good for one day only, so that days cannot be joined."""
        return self._digest(f"day:{at.date()}:{subject}".encode())

    def _digest(self, text: bytes) -> str:
        return hmac.new(self.key, text, hashlib.sha256).hexdigest()[:_LENGTH]
