"""Tokens that somebody made, or took from elsewhere: none of them may be taken anywhere.

Where a forgery names an address from which its key is to be fetched, a server of the forger's
counts who comes.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.fakes.signing import TestIssuer

Claims = Mapping[str, Any]


@cache
def _rsa_key() -> RSAKey:
    """A forger's RSA key: any does, and making one takes fifty times as long as a whole test."""
    return RSAKey.generate_key(2048)


def encoded(part: bytes) -> str:
    """As a part of a token is written (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


def claims_of(token: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return said


def with_header(claims: Claims, signature: Callable[[bytes], bytes], **header: object) -> str:
    """A token of any header, signed in any way."""
    signed = f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(claims).encode())}"
    return f"{signed}.{encoded(signature(signed.encode()))}"


def by_secret(secret: bytes) -> Callable[[bytes], bytes]:
    """A signature by HMAC with SHA-256, whatever is taken for the secret."""
    return lambda signed: hmac.new(secret, signed, hashlib.sha256).digest()


@dataclass(frozen=True)
class Forger:
    """Somebody with a key pair of their own, and a server that has it."""

    url: str
    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key(
            "P-256", parameters={"kid": "forger", "alg": "ES256"}, private=True
        )
    )

    def signed(self, claims: Claims, **header: object) -> str:
        return jwt.encode(
            {"alg": "ES256", "kid": "test"} | header,
            dict(claims),
            self.key,
            algorithms=["ES256"],
            registry=None,
        )

    def forgeries(self, issuer: TestIssuer) -> dict[str, str]:
        """Each way to have a token that the issuer did not give for us, and to be let in by it."""
        good, now = claims_of(issuer.token("somebody")), int(time.time())
        public = issuer.key.as_pem(private=False)
        raw = json.dumps(issuer.key.as_dict(private=False), separators=(",", ":")).encode()
        theirs = {"jwk": self.key.as_dict(private=False)}
        return {
            "none": with_header(good, lambda _: b"", alg="none", kid="test"),
            "None": with_header(good, lambda _: b"", alg="None", kid="test"),
            "no algorithm": with_header(good, lambda _: b"", kid="test"),
            "HS256 with the public key": with_header(
                good, by_secret(public), alg="HS256", kid="test"
            ),
            "HS256 with the public key as JSON": with_header(
                good, by_secret(raw), alg="HS256", kid="test"
            ),
            "ES256 by HMAC": with_header(good, by_secret(public), alg="ES256", kid="test"),
            "a secret": jwt.encode(
                {"alg": "HS256", "kid": "test"},
                good,
                OctKey.import_key("a secret that a forger chose"),
                algorithms=["HS256"],
            ),
            "RS256": jwt.encode(
                {"alg": "RS256", "kid": "test"},
                good,
                _rsa_key(),
                algorithms=["RS256"],
            ),
            "another key": self.signed(good),
            "another key's id": self.signed(good, kid="forger"),
            "jku": self.signed(good, kid="forger", jku=f"{self.url}/keys"),
            "x5u": self.signed(good, kid="forger", x5u=f"{self.url}/chain"),
            "jwk": self.signed(good, **theirs),
            "crit": with_header(
                good, lambda _: bytes(64), alg="ES256", kid="test", crit=["x"], x=1
            ),
            "an empty signature": with_header(good, lambda _: b"", alg="ES256", kid="test"),
            "zeros": with_header(good, lambda _: bytes(64), alg="ES256", kid="test"),
            "another realm": issuer.token(iss=str(good["iss"]).replace("isp", "master")),
            "another audience": issuer.token(aud=["account"]),
            "another client": issuer.token(azp="partner-site"),
            "an ID token": issuer.token(typ="ID", aud="isp-web"),
            "an ID token for us": issuer.token(typ="ID"),
            "a refresh token": issuer.token(typ="Refresh"),
            "a logout token": issuer.token(typ="Logout"),
            "expired": issuer.token(iat=now - 900, exp=now - 600),
            "not yet valid": issuer.token(nbf=now + 600),
            "issued tomorrow": issuer.token(iat=now + 86_400, exp=now + 87_000),
        }
