"""An app on somebody's phone or tablet that gets notifications, and how a token finds it."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from services.alerts.domain.recipient import Address, Channel, Recipient

MOST_OF_A_PERSON: Final = 10
LONGEST_NAME: Final = 60
LONGEST_TOKEN: Final = 1000
_TOKEN: Final = re.compile(rf"[!-~]{{8,{LONGEST_TOKEN}}}")


class Platform(Enum):
    """What a device runs."""

    ANDROID = "ANDROID"
    IOS = "IOS"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppToken:
    """An app's registration token. Whoever has it and our account with the provider can send."""

    platform: Platform
    token: str = field(repr=False)

    @property
    def fits(self) -> bool:
        """Whether it can be one at all."""
        return _TOKEN.fullmatch(self.token) is not None

    @property
    def digest(self) -> bytes:
        """By which a token is found without being kept twice."""
        return hashlib.sha256(self.token.encode()).digest()

    @property
    def address(self) -> str:
        """The address of a recipient."""
        return f"{self.platform.value}:{self.token}"

    @classmethod
    def of_address(cls, address: str) -> "AppToken":
        """Return the token of a recipient's address."""
        platform, _, token = address.partition(":")
        return cls(platform=Platform[platform], token=token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What an app says of itself; `earlier` is the id that it was given before, if it was."""

    token: AppToken
    name: str
    language: str
    earlier: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A device of a person's. Its recipient has the same id, the language and the address."""

    device_id: UUID
    subject: str
    platform: Platform
    name: str
    token_digest: bytes = field(repr=False)
    registered_at: datetime

    def recipient(self, said: Registration, *, version: int) -> Recipient:
        """Return it as somebody whom alerts may be sent to: the person who is signed in there."""
        return Recipient(
            recipient_id=self.device_id,
            version=version,
            active=True,
            subject=self.subject,
            language=said.language,
            addresses=(Address(channel=Channel.MOBILE_PUSH, address=said.token.address),),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A device with how it is reached."""

    device: Device
    language: str
    reachable: bool

    @classmethod
    def of(cls, device: Device, reached: Recipient | None) -> "KnownDevice":
        """Return it with what its recipient says."""
        address = reached.address_for(Channel.MOBILE_PUSH) if reached else None
        return cls(
            device=device,
            language=reached.language if reached else "en",
            reachable=address is not None and not address.suspended,
        )
