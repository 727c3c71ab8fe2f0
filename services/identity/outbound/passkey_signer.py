"""Signs what a sign-in by passkey gives: a token as Keycloak's, under another issuer and key."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jwt
from joserfc.jwk import ECKey

from chassis.tokens import ALGORITHM, PASSKEY_CLIENT, passkey_issuer
from services.identity.domain.passkey import PasskeyKey
from services.identity.domain.subscriber import Subscriber

SHORTEST_SECRET: Final = 32
_FOR: Final = b"isp passkey sessions, P-256, version 1\x00"
"""What keeps this key apart from whatever else might be made of the same secret."""

_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group on P-256 (SEC 2, 2.4.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeySigner:
    """Signs with one key."""

    issuer: str
    audience: str
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def of(cls, secret: str, *, public_url: str, audience: str) -> "PasskeySigner":
        """Return a signer whose key is made of a random secret: always the same of the same."""
        wide = hashlib.sha512(_FOR + secret.encode()).digest()  # so wide that no bias is left
        number = int.from_bytes(wide) % (_ORDER - 1) + 1
        key = ec.derive_private_key(number, ec.SECP256R1())
        return cls(issuer=passkey_issuer(public_url), audience=audience, key=key)

    @property
    def public(self) -> PasskeyKey:
        """The key by which it is checked."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return PasskeyKey(hashlib.sha256(point).hexdigest()[:32], point)

    def token(self, person: Subscriber, *, at: datetime, until: datetime) -> str:
        """Return a bearer token that says who somebody is and that they were verified just now."""
        now, key_id = int(at.timestamp()), self.public.key_id
        claims = {
            "iss": self.issuer,
            "aud": [self.audience],
            "typ": "Bearer",
            "azp": PASSKEY_CLIENT,
            "sub": person.subject,
            "iat": now,
            "exp": int(until.timestamp()),
            "jti": str(uuid4()),
            "acr": "aal2",
            "loa_times": {"2": now},
            "tier": person.tier.name,
            "realm_access": {"roles": sorted(person.roles)},
            "rights_version": person.rights_version,
        }
        pem = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        header = {"alg": ALGORITHM, "kid": key_id}
        return jwt.encode(header, claims, ECKey.import_key(pem), algorithms=[ALGORITHM])
