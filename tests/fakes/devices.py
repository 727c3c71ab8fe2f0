"""Devices in memory, and apps as tests make them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.device import AppToken, Device, Platform
from services.alerts.domain.message import Message

TOKEN = "simulated-phone-of-a-test"


@dataclass
class MemoryDevices:
    """Devices in a dictionary."""

    kept: dict[UUID, Device] = field(default_factory=dict)

    def holding(self, digest: bytes) -> Device | None:
        return next((each for each in self.kept.values() if each.token_digest == digest), None)

    def find(self, device_id: UUID) -> Device | None:
        return self.kept.get(device_id)

    def keep(self, device: Device) -> None:
        self.kept[device.device_id] = device

    def of(self, subject: str) -> Sequence[Device]:
        mine = [each for each in self.kept.values() if each.subject == subject]
        return sorted(mine, key=lambda each: (each.registered_at, each.device_id))

    def remove(self, device_id: UUID) -> None:
        self.kept.pop(device_id, None)

    def forget(self, subject: str) -> int:
        mine = self.of(subject)
        for each in mine:
            del self.kept[each.device_id]
        return len(mine)


def app(token: str = TOKEN, platform: Platform = Platform.ANDROID) -> AppToken:
    """The app of a phone."""
    return AppToken(platform=platform, token=token)


def device(said: AppToken | None = None, **given: Any) -> Device:
    """The reader's phone, unless said otherwise."""
    said = said or app()
    return Device(
        **{
            "device_id": uuid4(),
            "subject": "reader",
            "platform": said.platform,
            "name": "Phone at the till",
            "token_digest": said.digest,
            "registered_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
        }
        | given
    )


@dataclass
class MemoryAppPushes:
    """A provider of apps' notifications that keeps what phones got, by their addresses.

    Phones behave by their names, as those of the simulator do (stack/pushes.py).
    """

    got: dict[str, list[Message]] = field(default_factory=dict)
    tried: set[tuple[str, UUID]] = field(default_factory=set)
    away: bool = False

    def send(self, to: str, message: Message, reference: UUID) -> HandOver:
        token = AppToken.of_address(to).token
        if self.away:
            return HandOver(outcome=Outcome.AWAY, why="away")
        for name, outcome in _ALWAYS.items():
            if token.startswith(name):
                return HandOver(outcome=outcome, why=name)
        first = (to, reference) not in self.tried
        self.tried.add((to, reference))
        if first and token.startswith("simulated-quota"):
            return HandOver(outcome=Outcome.LATER, not_before=timedelta(seconds=1))
        self.got.setdefault(to, []).append(message)
        if first and token.startswith("simulated-dropped"):
            return HandOver(outcome=Outcome.UNKNOWN)
        return HandOver(outcome=Outcome.TAKEN, provider_id=f"projects/p/messages/{uuid4()}")


_ALWAYS = {
    "simulated-unregistered": Outcome.NO_ADDRESS,
    "simulated-mismatched": Outcome.NO_ADDRESS,
    "simulated-invalid": Outcome.NO_ADDRESS,
    "simulated-refused": Outcome.REFUSED,
}
