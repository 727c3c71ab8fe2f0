"""Browsers that get notifications: their keys, and what they decrypt."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.alerts.domain.push import PushSubscription


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Browser:
    """One browser (RFC 8291, 2): a key pair and a secret that it shares with who may send."""

    endpoint: str = "https://push.browser.example/abc"
    secret: bytes = bytes(range(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def subscription(self) -> PushSubscription:
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return PushSubscription(
            endpoint=self.endpoint, p256dh=_text(point), auth=_text(self.secret)
        )

    def decrypted(self, body: bytes) -> Any:
        said = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(said)
