"""Derives the secrets of endpoints: neither the record nor the key alone gives one away."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DerivedSecrets:
    """HMAC-SHA256 of the ids of endpoint and secret, under a key that is not in the record."""

    key: bytes = field(repr=False)

    def secret(self, webhook_id: UUID, secret_id: UUID) -> str:
        """Return a secret in the form of Standard Webhooks: "whsec_" and base64."""
        said = b"webhook-secret-1" + webhook_id.bytes + secret_id.bytes
        made = hmac.new(self.key, said, hashlib.sha256).digest()
        return f"whsec_{base64.b64encode(made).decode()}"
