"""An application for an account, until its address is confirmed."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.identity.domain.errors import ApplicationNotFound
from services.identity.domain.subscriber import Profile

GOOD_FOR: Final = timedelta(hours=24)


def token_digest(token: str) -> bytes:
    """Return what is kept of a confirmation token: who reads the table cannot confirm."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What someone asks for, and the digest of the token that proves their address."""

    application_id: UUID
    profile: Profile
    token_digest: bytes
    created_at: datetime
    confirmed_at: datetime | None = None

    def confirmed(self, at: datetime) -> "Application":
        """Return the application with its address confirmed.

        Raises:
            ApplicationNotFound: the token is too old.
        """
        if self.confirmed_at is None and at > self.created_at + GOOD_FOR:
            raise ApplicationNotFound("This link is not known, or is too old.")
        return self if self.confirmed_at else replace(self, confirmed_at=at)
