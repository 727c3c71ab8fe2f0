"""Challenges that say of themselves what they are for and until when, so that none is kept."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from services.identity.domain.errors import PasskeyRefused

_RANDOM: Final = 16
_MOMENT: Final = 8
_SEAL: Final = 32


@dataclass(frozen=True, slots=True)
class SealedChallenges:
    """Random bytes, the moment of the end, and HMAC-SHA256 over both and the purpose."""

    key: bytes = field(repr=False)

    def new(self, purpose: str, until: datetime) -> bytes:
        """Return one that nobody can guess."""
        said = secrets.token_bytes(_RANDOM) + int(until.timestamp()).to_bytes(_MOMENT)
        return said + self._seal(said, purpose)

    def until(self, challenge: bytes, purpose: str) -> datetime:
        """Return until when one is good.

        Raises:
            PasskeyRefused: it is not ours, or for something else.
        """
        said, seal = challenge[: _RANDOM + _MOMENT], challenge[_RANDOM + _MOMENT :]
        right = hmac.compare_digest(seal, self._seal(said, purpose))
        if len(challenge) != _RANDOM + _MOMENT + _SEAL or not right:
            raise PasskeyRefused("The passkey cannot be used.")
        return datetime.fromtimestamp(int.from_bytes(said[_RANDOM:]), UTC)

    def _seal(self, said: bytes, purpose: str) -> bytes:
        whole = b"isp passkey challenge, version 1\x00" + purpose.encode() + b"\x00" + said
        return hmac.new(self.key, whole, hashlib.sha256).digest()
