"""Signs heads of the public log with Ed25519 (RFC 8032)."""

import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.alerts.domain.tree_head import SignedTreeHead, TreeHead

LEAST: Final = 32
"""Characters of the secret that a key is made of."""

_FOR: Final = b"isp public log, Ed25519, version 1\x00"
"""What keeps this key apart from whatever else might be made of the same secret."""


class UnfitLogKey(ValueError):
    """A secret is too short to make a key of."""


@dataclass(frozen=True, slots=True)
class Ed25519HeadSigner:
    """Signs with one key."""

    key: Ed25519PrivateKey

    @classmethod
    def of(cls, secret: str) -> "Ed25519HeadSigner":
        """Return a signer whose key is made of a random secret: always the same of the same.

        Raises:
            UnfitLogKey: it is too short.
        """
        if len(secret) < LEAST:
            raise UnfitLogKey(f"it has fewer than {LEAST} characters")
        seed = hashlib.sha256(_FOR + secret.encode()).digest()
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, head: TreeHead) -> SignedTreeHead:
        """Return a head with its signature."""
        return SignedTreeHead(
            head=head,
            signature=self.key.sign(head.signed_bytes()),
            public_key=self.key.public_key().public_bytes_raw(),
        )
