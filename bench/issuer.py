"""Signs tokens as Keycloak would, for benchmarks that run without it; serves the public key."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from chassis.tokens import TokenVerifier

ISSUER: Final = "http://localhost/realms/bench"
AUDIENCE: Final = "isp-api"


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer with a key of its own."""

    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key(
            "P-256", parameters={"kid": "bench", "alg": "ES256", "use": "sig"}, private=True
        )
    )

    def token(self, subject: str, *roles: str, tier: str = "REGISTERED") -> str:
        """Return a token of an hour with a fresh second factor."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": [AUDIENCE],
            "typ": "Bearer",
            "azp": "isp-web",
            "sub": subject,
            "iat": now,
            "exp": now + 3600,
            "acr": "aal2",
            "loa_times": {"1": now, "2": now},
            "tier": tier,
            "rights_version": 1,
            "realm_access": {"roles": list(roles)},
            "jti": str(uuid4()),
        }
        return jwt.encode({"alg": "ES256", "kid": "bench"}, claims, self.key, algorithms=["ES256"])

    def public(self) -> bytes:
        """Return the key set that verifies its tokens, as JSON."""
        return json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()

    @contextmanager
    def trusted(self) -> Iterator[dict[str, str]]:
        """Serve the key set on a free port; yields the settings with which a process trusts it."""
        body = self.public()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield {
                "ISP_OIDC_ISSUER": ISSUER,
                "ISP_OIDC_AUDIENCE": AUDIENCE,
                "ISP_OIDC_JWKS_URL": f"http://127.0.0.1:{server.server_port}/certs",
            }
        finally:
            server.shutdown()
            server.server_close()


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """Signing keys that need no fetch."""

    keys: KeySet

    def holding(self, kid: str) -> KeySet:
        """Return the keys, whatever is asked for."""
        del kid
        return self.keys


def verifier(public: bytes) -> TokenVerifier:
    """Return the platform's own verifier, trusting one key set."""
    keys = KnownKeys(KeySet.import_key_set(json.loads(public)))
    return TokenVerifier(issuer=ISSUER, audience=AUDIENCE, keys=keys)
