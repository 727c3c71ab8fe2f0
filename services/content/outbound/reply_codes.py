"""Codes under which somebody without an account finds the answer: nothing of them is kept."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

_FOR: Final = b"isp content format replies"
_BYTES: Final = 18
"""144 bits, which are 24 signs without padding."""


@dataclass(frozen=True, slots=True)
class KeyedReplyCodes:
    """Codes made of the request's id under a key of their own."""

    key: bytes = field(repr=False)

    @classmethod
    def under(cls, secret: bytes) -> "KeyedReplyCodes":
        """Return codes under a key that is made for this one use; nothing leads back from it."""
        return cls(hmac.digest(secret, _FOR, "sha256"))

    def code(self, request_id: UUID) -> str:
        """Return the code of a request."""
        digest = hmac.digest(self.key, request_id.bytes, "sha256")
        return urlsafe_b64encode(digest[:_BYTES]).decode()

    def fits(self, request_id: UUID, code: str) -> bool:
        """Tell whether it is the request's."""
        return hmac.compare_digest(self.code(request_id).encode(), code.encode())
