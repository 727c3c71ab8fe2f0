"""Say by which key browsers know us."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GetPushKey:
    """Give anyone the public key."""

    public_key: str

    def __call__(self) -> str:
        """Return it."""
        return self.public_key
