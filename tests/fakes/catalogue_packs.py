"""Catalogues as a partner signs them, by keys of a test."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey
from joserfc.jws import JWSRegistry

URL = "https://trade.example/catalogue.jws"
NOON = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp())
KEY = ECKey.generate_key("P-256")
OTHER_KEY = ECKey.generate_key("P-256")
HEADER = {"alg": "ES256", "typ": "isp-catalogue+jws"}


class _Large(JWSRegistry):
    max_payload_length = 8 * 1024 * 1024


def public(key: ECKey = KEY) -> str:
    """The public key as somebody pastes it."""
    return json.dumps(key.as_dict(private=False))


def item(number: int = 1, level: str = "PUBLIC", **given: Any) -> dict[str, Any]:
    """A good item."""
    return {
        "id": f"guide-{number}",
        "title": f"Ram raids, part {number}",
        "summary": "What shops do against ram raids.",
        "url": f"https://trade.example/guides/{number}",
        "language": "en-GB",
        "level": level,
    } | given


def claims(*items: Any, **given: Any) -> dict[str, Any]:
    """What a good catalogue says."""
    said = {"iss": URL, "serial": 1, "iat": NOON - 60, "exp": NOON + 86_400, "items": list(items)}
    return said | given


def signed(said: Any, *, key: ECKey = KEY, header: dict[str, Any] | None = None) -> bytes:
    """A catalogue as it is published."""
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    registry = _Large(algorithms=["ES256"])
    return jws.serialize_compact(header or HEADER, payload, key, registry=registry).encode()


def unsigned(said: Any) -> bytes:
    """One with `alg` none, as forgers write it."""
    header = {"alg": "none", "typ": HEADER["typ"]}
    return b".".join([_encoded(header), _encoded(said), b""])


def by_hmac(said: Any) -> bytes:
    """One signed by HMAC with the public key as the secret, as forgers do."""
    header = {"alg": "HS256", "typ": HEADER["typ"]}
    secret = OctKey.import_key(public().encode())
    return jws.serialize_compact(header, json.dumps(said), secret, algorithms=["HS256"]).encode()


def _encoded(said: Any) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")
