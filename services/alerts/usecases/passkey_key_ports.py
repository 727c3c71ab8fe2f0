"""What the use case of passkeys' keys needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from services.alerts.domain.passkey_key import PasskeyKey


class PasskeyKeys(Protocol):
    """The keys by which sign-ins by passkey are signed, on one transaction."""

    def keep(self, keys: Sequence[PasskeyKey], *, told_at: datetime) -> bool:
        """Keep these and no others, unless a newer word is there; tell whether it was news.

        No key at all says nothing of keys: those that are there stay.
        """
        ...

    def all(self) -> Sequence[PasskeyKey]:
        """Return those that are good."""
        ...
