"""Looks at what is held of an address, in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.identity.domain.contact import Channel, Contact
from services.identity.domain.held import Look, Message
from services.identity.domain.subscription_request import SubscriptionRequest


@dataclass
class MemoryLooks:
    """Looks in a list, over the requests, mails and texts of the same memory."""

    kept: list[Look] = field(default_factory=list)
    asked: Any = None
    mails: Any = None
    texts: Any = None

    def add(self, look: Look) -> None:
        self.kept.append(look)

    def with_proof(self, proof: bytes) -> Look | None:
        return next((each for each in self.kept if each.proof == proof), None)

    def opened(self, look: Look, link: bytes) -> None:
        self.kept = [look if each.proof == link else each for each in self.kept]

    def forget(self, contact_digest: str) -> int:
        return self._left([each for each in self.kept if each.contact_digest != contact_digest])

    def forget_before(self, at: datetime) -> int:
        return self._left([each for each in self.kept if each.made_at >= at])

    def requests(self, contact_digest: str) -> Sequence[SubscriptionRequest]:
        theirs = [
            each for each in self.asked.kept.values() if each.contact_digest == contact_digest
        ]
        return sorted(theirs, key=lambda each: (each.created_at, each.request_id))

    def messages(self, contact: Contact, templates: Collection[str]) -> Sequence[Message]:
        if contact.channel is Channel.EMAIL:
            told = [each for each in self.mails.told if each[0] == contact.address]
            found = [Message(about=each[1], kept_at=each[2], sent_at=None) for each in told]
        else:
            kept = [each for each in self.texts.kept if each.what.to == contact.address]
            found = [
                Message(about=each.what.template, kept_at=each.kept_at, sent_at=each.sent_at)
                for each in kept
            ]
        return [each for each in found if each.about in templates]

    def _left(self, left: list[Look]) -> int:
        gone, self.kept = len(self.kept) - len(left), left
        return gone
