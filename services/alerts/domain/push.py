"""A browser that gets notifications, and what one of them says: to a browser or an app."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from services.alerts.domain.alert import Alert
from services.alerts.domain.cascade import Context, Step
from services.alerts.domain.context_words import with_context
from services.alerts.domain.delivery import URGENT, Delivery
from services.alerts.domain.exercise import MARK
from services.alerts.domain.message import Message, mail, text
from services.alerts.domain.recipient import Address, Channel, Recipient
from services.alerts.domain.wording import CapStatus

MOST_OF_A_PERSON: Final = 10
LONGEST_BODY: Final = 700
"""Characters: encrypted, and of four bytes each, they still fit what a push service takes."""
_SUBSCRIPTIONS: Final = UUID("6c5b2f0a-19a4-4e53-8b0e-7a3d5b1f9c11")
_POINT_BYTES: Final = 65
_UNCOMPRESSED: Final = 4
_SECRET_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSubscription:
    """A browser's subscription (W3C Push API): where to post, and for whom to encrypt.

    Whoever has all three can send to it: it is kept as an address is.
    """

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)

    @property
    def browser_id(self) -> UUID:
        """The browser's own id: the same whoever is signed in there."""
        return browser_of(self.endpoint)

    def subscription_id(self, subject: str) -> UUID:
        """Return the id of somebody's subscription there: nobody is told what another one had."""
        return subscription_of(self.endpoint, subject)

    def wrong_keys(self) -> list[str]:
        """Return the names of the keys that are none (RFC 8291, 3.1)."""
        point, secret = _decoded(self.p256dh), _decoded(self.auth)
        wrong = []
        if len(point) != _POINT_BYTES or point[0] != _UNCOMPRESSED:
            wrong.append("p256dh")
        if len(secret) != _SECRET_BYTES:
            wrong.append("auth")
        return wrong

    def holder(self, subject: str, *, version: int) -> Recipient:
        """Return what is kept of the browser itself: who has it now. Nothing is ever sent to it."""
        return Recipient(
            recipient_id=self.browser_id, version=version, active=False, subject=subject
        )

    def recipient(
        self, subject: str, *, version: int, language: str, recipient_id: UUID | None = None
    ) -> Recipient:
        """Return it as somebody whom alerts may be sent to: the person who is signed in there.

        `recipient_id` is that of a subscription from before they were one for each person.
        """
        said = {"endpoint": self.endpoint, "p256dh": self.p256dh, "auth": self.auth}
        return Recipient(
            recipient_id=recipient_id or self.subscription_id(subject),
            version=version,
            active=True,
            subject=subject,
            language=language,
            addresses=(Address(channel=Channel.WEB_PUSH, address=json.dumps(said)),),
        )

    @classmethod
    def of_address(cls, address: str) -> "PushSubscription":
        """Return the subscription of a recipient's address."""
        return cls(**json.loads(address))


def browser_of(endpoint: str) -> UUID:
    """Return the id of the browser at an address."""
    return uuid5(_SUBSCRIPTIONS, endpoint)


def subscription_of(endpoint: str, subject: str) -> UUID:
    """Return the id of somebody's subscription at an address."""
    return uuid5(browser_of(endpoint), subject)


def push(
    alert: Alert,
    delivery: Delivery,
    to: Recipient,
    public_url: str,
    *,
    at: datetime,
    added: Sequence[tuple[Step, Context]] = (),
) -> Message:
    """Return the notification that tells a person of an alert or of its end.

    It says what a text says, and what was added on the way if there is room for it: no more of what
    is above TLP:GREEN than that there is a message. A later message of the thread takes its place,
    with the push service and on the screen.
    """
    title = mail(alert, delivery.notice, to, public_url).subject
    told = text(alert, delivery.notice, to, public_url)
    body = with_context(told, added, alert, to, short=True, longest=LONGEST_BODY).text
    said = {
        "id": str(delivery.delivery_id),
        "tag": str(alert.thread.thread_id),
        "title": title,
        "body": _shortened(body, exercise=alert.content.cap_status is CapStatus.EXERCISE),
        "url": f"/alerts/{alert.alert_id}",
        "urgent": delivery.priority <= URGENT,
    }
    return Message(
        subject=title,
        text=json.dumps(said, ensure_ascii=False),
        topic=alert.thread.thread_id.hex,
        seconds=max(0, int((delivery.send_by - at).total_seconds())),
        urgent=delivery.priority <= URGENT,
    )


def _shortened(body: str, *, exercise: bool) -> str:
    if len(body) <= LONGEST_BODY:
        return body
    return f"{body[:LONGEST_BODY]}… {MARK if exercise else ''}".rstrip()


def _decoded(said: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except (ValueError, binascii.Error):
        return b""
