"""Quiet hours and further addresses in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.identity.domain.channel_request import ChannelRequest
from services.identity.domain.quiet_hours import QuietHours


@dataclass
class MemoryQuietHours:
    """Quiet hours in a dictionary."""

    kept: dict[str, QuietHours] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)

    def of(self, subject: str) -> QuietHours | None:
        return self.kept.get(subject)

    def keep(self, subject: str, quiet: QuietHours | None) -> int:
        self.kept.pop(subject, None)
        if quiet is not None:
            self.kept[subject] = quiet
        self.said[subject] = self.said.get(subject, 0) + 1
        return self.said[subject]

    def people(self, *, after: str, size: int) -> Sequence[tuple[str, QuietHours | None, int]]:
        found = sorted(each for each in self.said if each > after)[:size]
        return [(each, self.kept.get(each), self.said[each]) for each in found]


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
