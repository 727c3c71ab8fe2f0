"""Signs bundles: a detached JWS by Ed25519 (RFC 7515 appendix F, RFC 9864), and compresses them."""

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from services.content.domain.bundle import BundlesOff
from services.content.usecases.bundling import BundleKey

ALGORITHM: Final = "Ed25519"
TYPE: Final = "isp-bundle+jws"
LEAST: Final = 32
"""Characters of the secret that a key is made of."""

_FOR: Final = b"isp content bundles, Ed25519, version 1\x00"
"""What keeps this key apart from whatever else might be made of the same secret."""


class UnfitBundleKey(ValueError):
    """A secret is too short to make a key of, or a former key is none."""


@dataclass(frozen=True, slots=True)
class Ed25519Bundles:
    """Signs with the present key; says former ones too, as long as what they signed is good."""

    present: OKPKey = field(repr=False)
    former: tuple[BundleKey, ...] = ()

    @classmethod
    def of(cls, secret: str, former: str = "") -> "Ed25519Bundles":
        """Return a signer whose key is made of a random secret: always the same of the same.

        `former` are public keys, as the list of keys says them (`x`), with spaces between.

        Raises:
            UnfitBundleKey: the secret is too short, or a former key is none.
        """
        if len(secret) < LEAST:
            raise UnfitBundleKey(f"it has fewer than {LEAST} characters")
        private = Ed25519PrivateKey.from_private_bytes(
            hashlib.sha256(_FOR + secret.encode()).digest()
        )
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return cls(OKPKey.import_key(pem), tuple(_former(x) for x in former.split()))

    def sign(self, text: bytes) -> bytes:
        """Return the file: the detached signature, a line's end and the text, as gzip.

        No time and no name go into the gzip header (RFC 1952), so that the same text gives the
        same bytes.
        """
        header = {"alg": ALGORITHM, "kid": self.present.thumbprint(), "typ": TYPE}
        signed = jws.serialize_compact(header, text, self.present, algorithms=[ALGORITHM])
        protected, _, signature = signed.split(".")
        return gzip.compress(f"{protected}..{signature}\n".encode() + text, 9, mtime=0)

    def keys(self) -> Sequence[BundleKey]:
        """Return every key, the present one first."""
        return (_said(self.present), *self.former)


class NoBundles:
    """Where no key is set."""

    def sign(self, _text: bytes) -> bytes:
        """Refuse.

        Raises:
            BundlesOff: always.
        """
        raise BundlesOff("Bundles are not made here.")

    def keys(self) -> Sequence[BundleKey]:
        """Return none."""
        return ()


NO_BUNDLES: Final = NoBundles()


def _said(key: OKPKey) -> BundleKey:
    return BundleKey(kid=key.thumbprint(), x=str(key.as_dict(private=False)["x"]))


def _former(x: str) -> BundleKey:
    try:
        return _said(OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": x}))
    except (JoseError, ValueError, TypeError) as error:
        raise UnfitBundleKey("a former key is no Ed25519 public key") from error
