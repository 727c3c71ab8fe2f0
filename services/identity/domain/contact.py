"""Where alerts reach somebody who has no account."""

from dataclasses import dataclass
from enum import Enum


class Channel(Enum):
    """By which way."""

    EMAIL = "EMAIL"
    SMS = "SMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An address as it is compared: e-mail in lower case, a phone's number in E.164."""

    channel: Channel
    address: str

    @property
    def name(self) -> str:
        """What the keyed digest is made over that stays of a contact once it is forgotten."""
        return f"contact:{self.channel.value}:{self.address}"

    @classmethod
    def mailbox(cls, email: str) -> "Contact":
        """Return the confirmed address of an account as it is compared."""
        return cls(channel=Channel.EMAIL, address=email.lower())
