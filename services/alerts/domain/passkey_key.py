"""A key of identity's by which sign-ins by passkey are signed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PasskeyKey:
    """A public key: its name in tokens, and the point on P-256."""

    key_id: str
    public_key: bytes
