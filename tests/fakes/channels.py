"""Quiet hours and further addresses in memory."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.identity.domain.channel_request import ChannelRequest
from services.identity.domain.quiet_hours import QuietHours


@dataclass
class MemoryQuietHours:
    """Quiet hours in a dictionary."""

    kept: dict[str, QuietHours] = field(default_factory=dict)

    def of(self, subject: str) -> QuietHours | None:
        return self.kept.get(subject)

    def keep(self, subject: str, quiet: QuietHours | None) -> None:
        self.kept.pop(subject, None)
        if quiet is not None:
            self.kept[subject] = quiet


@dataclass
class MemoryChannelRequests:
    """Requests in a dictionary."""

    kept: dict[UUID, ChannelRequest] = field(default_factory=dict)

    def add(self, request: ChannelRequest) -> None:
        self.kept[request.request_id] = request

    save = add

    def get(self, request_id: UUID) -> ChannelRequest | None:
        return self.kept.get(request_id)

    def with_proof(self, proof: bytes) -> ChannelRequest | None:
        return next((each for each in self.kept.values() if each.proof == proof), None)

    def forget(self, before: datetime) -> int:
        old = [each.request_id for each in self.kept.values() if each.created_at < before]
        for each in old:
            del self.kept[each]
        return len(old)
