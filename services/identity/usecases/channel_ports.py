"""What the use cases about how a person is told need."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.identity.domain.channel_request import ChannelRequest
from services.identity.domain.quiet_hours import QuietHours


class QuietHoursStore(Protocol):
    """The quiet hours of one transaction."""

    def of(self, subject: str) -> QuietHours | None:
        """Return somebody's, or None."""
        ...

    def keep(self, subject: str, quiet: QuietHours | None) -> int:
        """Keep somebody's, or that they have none; return how often they said so until now."""
        ...

    def people(self, *, after: str, size: int) -> Sequence[tuple[str, QuietHours | None, int]]:
        """Return who ever said so after this subject: what they want now, and that number."""
        ...


class ChannelRequests(Protocol):
    """The further addresses that wait to be confirmed."""

    def add(self, request: ChannelRequest) -> None:
        """Keep a new one."""
        ...

    def get(self, request_id: UUID) -> ChannelRequest | None:
        """Return one, locked, or None."""
        ...

    def with_proof(self, proof: bytes) -> ChannelRequest | None:
        """Return the one that a link's token proves, locked, or None."""
        ...

    def save(self, request: ChannelRequest) -> None:
        """Keep that one was confirmed, or tried in vain."""
        ...

    def forget(self, before: datetime) -> int:
        """Delete those made before then; return how many."""
        ...
