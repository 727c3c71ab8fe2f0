"""What we sign of the public log: how long it is, and what it comes to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kernel.digests import canonical_json

OLDEST: Final = timedelta(hours=1)
"""How old a head becomes before the same tree is signed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """How long the log is, its root, and the internal ledger's last link at that moment.

    The link binds what is not public: whoever rewrote the ledger later could not make it fit.
    """

    size: int
    root: bytes
    signed_at: datetime
    audit_hash: bytes

    def signed_bytes(self) -> bytes:
        """Return what the signature is over: canonical JSON of these fields."""
        return canonical_json(
            {
                "head_version": 1,
                "tree_size": self.size,
                "root_hash": self.root.hex(),
                "signed_at": self.signed_at.isoformat(),
                "audit_hash": self.audit_hash.hex(),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTreeHead:
    """A head with its Ed25519 signature (RFC 8032), and the public key as 32 bytes."""

    head: TreeHead
    signature: bytes
    public_key: bytes
