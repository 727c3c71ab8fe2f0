"""Reads a public key as somebody pasted it: a JSON Web Key (RFC 7517) of P-256, without secrets."""

import json
from typing import Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

LONGEST_KEY: Final = 1_000
_PRIVATE: Final = "d"


def key_from(text: str) -> tuple[str, str]:
    """Return the key as canonical text, and its thumbprint (RFC 7638).

    Raises:
        ValueError: it is none; says why.
    """
    if len(text) > LONGEST_KEY:
        raise ValueError(f"must have at most {LONGEST_KEY} characters")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("must be a JSON Web Key") from None
    if not isinstance(said, dict) or (said.get("kty"), said.get("crv")) != ("EC", "P-256"):
        raise ValueError("must be a JSON Web Key of kty EC and crv P-256")
    if _PRIVATE in said:
        raise ValueError("has a private part: it is known to others now, and must not be used")
    try:
        key = ECKey.import_key({name: said[name] for name in ("kty", "crv", "x", "y")})
        public = {name: str(value) for name, value in key.as_dict(private=False).items()}
        thumbprint = key.thumbprint()
    except (JoseError, ValueError, TypeError, KeyError):
        raise ValueError("must be a JSON Web Key of kty EC and crv P-256") from None
    kept = {name: public[name] for name in ("crv", "kty", "x", "y")}
    return json.dumps(kept, sort_keys=True, separators=(",", ":")), thumbprint
