"""Endpoints in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kernel.pages import Place
from services.alerts.domain.delivery import State
from services.alerts.domain.ping import Ping
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.webhook_ports import LogLine
from tests.fakes.deliveries import MemoryDeliveries, MemoryDispatches


@dataclass
class MemoryWebhooks:
    """Endpoints and pings in dictionaries; the log looks into the delivery log beside them."""

    dispatches: MemoryDispatches
    deliveries: MemoryDeliveries
    kept: dict[UUID, Webhook] = field(default_factory=dict)
    pings: dict[UUID, Ping] = field(default_factory=dict)

    def add(self, webhook: Webhook) -> None:
        self.kept[webhook.webhook_id] = webhook

    def find(self, webhook_id: UUID, *, lock: bool = False) -> Webhook | None:
        return self.kept.get(webhook_id)

    def find_many(self, webhook_ids: Collection[UUID]) -> Mapping[UUID, Webhook]:
        return {each: self.kept[each] for each in webhook_ids if each in self.kept}

    def of(self, organisation_id: str, *, lock: bool = False) -> Sequence[Webhook]:
        found = [each for each in self.kept.values() if each.organisation_id == organisation_id]
        return sorted(found, key=lambda each: (each.created_at, each.webhook_id))

    def save(self, webhook: Webhook) -> None:
        if webhook.webhook_id in self.kept:
            self.kept[webhook.webhook_id] = webhook

    def delete(self, webhook_id: UUID) -> None:
        self.kept.pop(webhook_id, None)
        self.pings = {
            key: each for key, each in self.pings.items() if each.webhook_id != webhook_id
        }

    def untold(self, *, most: int) -> Sequence[Webhook]:
        found = [e for e in self.kept.values() if e.disabled_at is not None and e.told_at is None]
        return sorted(found, key=lambda each: (each.disabled_at, each.webhook_id))[:most]

    def owned_by(self, subject: str) -> Sequence[Webhook]:
        return [each for each in self.kept.values() if each.owner == subject]

    def told_by(self, subject: str) -> Sequence[Webhook]:
        return [each for each in self.kept.values() if each.contact_by == subject]

    def keep_ping(self, ping: Ping) -> None:
        self.pings[ping.ping_id] = ping

    def ping(self, ping_id: UUID) -> Ping | None:
        return self.pings.get(ping_id)

    def pinged_since(self, webhook_id: UUID, since: datetime) -> int:
        return sum(
            each.webhook_id == webhook_id and each.asked_at > since for each in self.pings.values()
        )

    def waiting_ping(self) -> Ping | None:
        waiting = [each for each in self.pings.values() if each.state is State.QUEUED]
        return min(waiting, key=lambda each: each.asked_at, default=None)

    def lost_pings(self, before: datetime) -> Sequence[Ping]:
        return [
            each
            for each in self.pings.values()
            if each.state is State.SENDING and each.begun_at and each.begun_at < before
        ]

    def forget_pings(self, before: datetime) -> int:
        old = [key for key, each in self.pings.items() if each.asked_at < before]
        for key in old:
            del self.pings[key]
        return len(old)

    def log(self, webhook_id: UUID, *, after: Place | None, size: int) -> Sequence[LogLine]:
        dispatched = {
            (each.alert_id, each.alert_version): each.created_at
            for each in self.dispatches.kept.values()
            if not each.region and not each.sector
        }
        lines = [
            LogLine(queued_at=dispatched[each.alert_id, each.alert_version], what=each)
            for each in self.deliveries.kept.values()
            if each.recipient_id == webhook_id and each.channel is Channel.WEBHOOK
        ]
        lines += [
            LogLine(queued_at=each.asked_at, what=each)
            for each in self.pings.values()
            if each.webhook_id == webhook_id
        ]
        newest = sorted(lines, key=lambda line: (line.place.at, line.place.item_id), reverse=True)
        if after is not None:
            place = (after.at, after.item_id)
            newest = [line for line in newest if (line.place.at, line.place.item_id) < place]
        return newest[:size]
