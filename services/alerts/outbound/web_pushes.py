"""Hands notifications to the push services of browsers (RFC 8030), encrypted for the browser alone.

http_ece encrypts (RFC 8291); py_vapid says who we are (RFC 8292): what pywebpush is made of, which
brings an HTTP client that every process would load. The posts are our own: where they go is what a
browser told us, so they go by `PinnedPosts`.
"""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import http_ece  # type: ignore[import-untyped] # it has no stubs
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.message import Message
from services.alerts.domain.push import PushSubscription
from services.alerts.outbound.pinned_posts import PinnedPosts

TOKEN_SECONDS: Final = 12 * 3600
"""How long a token of ours is good: a push service takes at most a day."""

LONGEST_TTL: Final = 28 * 86400
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256's points (FIPS 186-5)."""

_GONE: Final = frozenset({404, 410})
_TOO_LARGE: Final = 413


@dataclass(frozen=True, slots=True)
class VapidKey:
    """Our key pair, made of a secret: the same secret always gives the same pair."""

    secret: bytes = field(repr=False)

    @property
    def private(self) -> ec.EllipticCurvePrivateKey:
        """The private key."""
        wide = hashlib.sha512(b"vapid-1" + self.secret).digest()
        return ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, ec.SECP256R1())

    @property
    def public(self) -> str:
        """The public key as browsers take it: an uncompressed point in base64url."""
        point = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPushes:
    """Any number of callers at a time. `contact` is where a push service may complain."""

    posts: PinnedPosts
    key: VapidKey
    contact: str

    def send(
        self,
        to: str,
        message: Message,
        reference: UUID,  # noqa: ARG002 - the message says it, for the browser alone
    ) -> HandOver:
        """Return what became of a notification."""
        subscription = PushSubscription.of_address(to)
        try:
            body = self._encrypted(subscription, message.text.encode())
        except ValueError as error:  # a key that is no point of the curve
            return HandOver(outcome=Outcome.NO_ADDRESS, why=type(error).__name__)
        headers = {
            "Authorization": self._token(subscription.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(min(message.seconds, LONGEST_TTL)),
            "Urgency": "high" if message.urgent else "normal",
            "Topic": message.topic,
        }
        return self.posts.posted(subscription.endpoint, headers, body, _of_status)

    def _encrypted(self, subscription: PushSubscription, said: bytes) -> bytes:
        encrypted: bytes = http_ece.encrypt(
            said,
            private_key=ec.generate_private_key(ec.SECP256R1()),  # for this message alone
            dh=_bytes_of(subscription.p256dh),
            auth_secret=_bytes_of(subscription.auth),
            version="aes128gcm",
        )
        return encrypted

    def _token(self, endpoint: str) -> str:
        parts = urlsplit(endpoint)
        vapid = Vapid02(self.key.private)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(time.time()) + TOKEN_SECONDS,
            "sub": f"mailto:{self.contact}",
        }
        return str(vapid.sign(claims)["Authorization"])


def _bytes_of(text: str) -> bytes:
    """Return what base64url says, padded or not."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _of_status(status: int) -> HandOver:
    why = f"status {status}"
    if 200 <= status < 300:
        return HandOver(outcome=Outcome.TAKEN, why=why)
    if status in _GONE:
        return HandOver(outcome=Outcome.NO_ADDRESS, why=why)
    if status == _TOO_LARGE:
        return HandOver(outcome=Outcome.REFUSED, why=why)
    return HandOver(outcome=Outcome.LATER, why=why)
