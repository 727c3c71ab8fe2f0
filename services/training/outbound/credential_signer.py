"""Credentials as JWTs (W3C Securing Verifiable Credentials using JOSE; RFC 7515), by joserfc."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from joserfc.jws import JWSRegistry

from services.training.domain.certificate_sheet import SUMMARY_TYPE
from services.training.domain.issuer import ALGORITHM, Issuer, PublicKey
from services.training.domain.passport import PASSPORT_TYPE
from services.training.domain.verification import Opened

LEAST_BITS: Final = 2048
_HEADER: Final = {"alg": ALGORITHM, "typ": "vc+jwt", "cty": "vc"}


class _Registry(JWSRegistry):
    """Our one algorithm. Other issuers put their whole key into the header: it may be as long."""

    max_header_length = 4096


_REGISTRY: Final = _Registry(algorithms=[ALGORITHM])


class UnfitKey(ValueError):
    """A key is no RSA key in PEM, or is too short."""


def read_private_key(pem: str) -> RSAKey:
    """Return a key to sign with.

    Raises:
        UnfitKey: it is none.
    """
    key = _read(pem)
    if not key.is_private:
        raise UnfitKey("it is a public key")
    return key


def read_public_keys(pems: str) -> list[RSAKey]:
    """Return the keys of a text of several PEM blocks; of a private one the public part.

    Raises:
        UnfitKey: one is none.
    """
    end = "-----END "
    blocks, lines = list[str](), list[str]()
    for line in pems.splitlines():
        lines.append(line)
        if line.startswith(end):
            blocks.append("\n".join(lines))
            lines = []
    if any(line.strip() for line in lines):
        raise UnfitKey("a block has no end")
    return [_read(block) for block in blocks]


def _read(pem: str) -> RSAKey:
    try:
        key = RSAKey.import_key(pem)
        bits = key.public_key.key_size
    except (ValueError, TypeError, JoseError, AttributeError) as error:
        # The text may be a secret: neither it nor the library's word on it is shown.
        raise UnfitKey("it is no RSA key in PEM") from error
    if bits < LEAST_BITS:
        raise UnfitKey(f"it has fewer than {LEAST_BITS} bits")
    return key


@dataclass(frozen=True, slots=True)
class _Known:
    public: PublicKey
    key: RSAKey


class JoseCredentials:
    """Signs with the present key; knows former ones, so that what they signed stays good."""

    def __init__(self, present: RSAKey, former: Iterable[RSAKey], issuer: Issuer) -> None:
        self._present = present
        known = [_known(key, issuer) for key in (present, *former)]
        self._known = {each.public.kid: each for each in known}
        self._header = {**_HEADER, "kid": known[0].public.kid}

    def sign(self, payload: Mapping[str, Any]) -> str:
        """Return a credential as a JWT."""
        return self._signed(self._header, payload)

    def sign_summary(self, claims: Mapping[str, Any]) -> str:
        """Return a summary as a JWT."""
        header = {"alg": ALGORITHM, "typ": SUMMARY_TYPE, "kid": self._header["kid"]}
        return self._signed(header, claims)

    def sign_passport(self, claims: Mapping[str, Any]) -> str:
        """Return a training passport as a JWT."""
        header = {"alg": ALGORITHM, "typ": PASSPORT_TYPE, "kid": self._header["kid"]}
        return self._signed(header, claims)

    def _signed(self, header: dict[str, str], payload: Mapping[str, Any]) -> str:
        said = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        return jws.serialize_compact(header, said, self._present, registry=_REGISTRY)

    def open(self, text: str) -> Opened:
        """Take a text apart and check its signature with the key that it names, if that is ours."""
        try:
            signed = jws.extract_compact(text.encode(), registry=_REGISTRY)
            payload = json.loads(signed.payload)
        except (JoseError, ValueError, TypeError, RecursionError):
            return Opened(payload=None)
        if not isinstance(payload, dict):
            return Opened(payload=None)
        header = signed.headers()
        algorithm, kid = str(header.get("alg", "")), header.get("kid")
        known = self._known.get(kid) if isinstance(kid, str) else None
        good = False
        if known is not None and algorithm == ALGORITHM:
            good = _signature_good(signed, known.key)
        return Opened(
            payload=payload,
            type=str(header.get("typ", "")),
            algorithm=algorithm,
            key_known=known is not None,
            signature_good=good,
        )

    def keys(self) -> Sequence[PublicKey]:
        """Return every key, the present one first."""
        return [each.public for each in self._known.values()]


def _signature_good(signed: jws.CompactSignature, key: RSAKey) -> bool:
    try:
        return jws.validate_compact(signed, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        return False  # a header that no signer of ours writes, or a signature that cannot be read


def _known(key: RSAKey, issuer: Issuer) -> _Known:
    key_id = uuid5(NAMESPACE_URL, key.thumbprint())
    said = key.as_dict(private=False)
    public = PublicKey(kid=issuer.key(key_id), key_id=key_id, n=str(said["n"]), e=str(said["e"]))
    return _Known(public, key)
