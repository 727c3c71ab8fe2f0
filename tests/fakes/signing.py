"""Signs tokens as Keycloak would, where no Keycloak runs; the real verifier reads them."""

import time
from dataclasses import dataclass, field
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from chassis.tokens import TokenVerifier

ISSUER = "http://keycloak.test/realms/isp"
AUDIENCE = "isp-api"


@dataclass(frozen=True)
class KnownKeys:
    """Signing keys that need no fetch."""

    keys: KeySet

    def holding(self, kid: str) -> KeySet:
        return self.keys


@dataclass(frozen=True)
class TestIssuer:
    """An issuer with a key of its own."""

    __test__ = False
    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key(
            "P-256", parameters={"kid": "test", "alg": "ES256"}, private=True
        )
    )

    def token(self, subject: str | None = None, **claims: object) -> str:
        """A good access token, unless a claim given here spoils it; None leaves a claim out."""
        now = int(time.time())
        said = {
            "iss": ISSUER,
            "aud": [AUDIENCE],
            "typ": "Bearer",
            "azp": "isp-web",
            "sub": subject or str(uuid4()),
            "iat": now,
            "exp": now + 300,
            "acr": "aal2",
            "loa_times": {"1": now, "2": now},
            "tier": "REGISTERED",
            "rights_version": 1,
            "realm_access": {"roles": []},
            "jti": str(uuid4()),
        } | claims
        said = {name: value for name, value in said.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": "test"}, said, self.key, algorithms=["ES256"])

    def verifier(self) -> TokenVerifier:
        """The real verifier, trusting this issuer."""
        return TokenVerifier(issuer=ISSUER, audience=AUDIENCE, keys=KnownKeys(KeySet([self.key])))
