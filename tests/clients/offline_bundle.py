"""Reads offline bundles as docs/offline-bundle.md says, and as nothing else here does.

It imports nothing of the platform: what it cannot do, no app can.
"""

import gzip
import hashlib
import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LARGEST = 16 * 1024 * 1024


class BundleRefused(Exception):
    """The file is not to be used; says why."""


@dataclass(frozen=True)
class Kept:
    """What a phone has: documents by id, and until when they may be shown."""

    holder: str
    documents: dict[str, dict[str, Any]]
    entitled_until: datetime
    public_until: datetime

    @property
    def held(self) -> dict[str, str]:
        """What is sent when changes are asked for."""
        return {each: document["digest"] for each, document in self.documents.items()}

    def shown(self, now: datetime) -> list[str]:
        """Return the ids of what may be shown now."""
        return [
            each
            for each, document in sorted(self.documents.items())
            if now < (self.public_until if document["public"] else self.entitled_until)
        ]


def opened(
    file: bytes, keys: dict[str, Any], *, subject: str | None, now: datetime
) -> dict[str, Any]:
    """Return what a file says, if it is signed by one of the keys, for this person, and in time."""
    try:
        with gzip.open(BytesIO(file)) as stream:
            text = stream.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BundleRefused("it is no gzip") from error
    if len(text) > LARGEST:
        raise BundleRefused("it is too large")
    signature, _, payload = text.partition(b"\n")
    _check(signature.decode("ascii", "replace"), payload, keys)
    said: dict[str, Any] = json.loads(payload)
    if said["format"] != "isp-bundle/1":
        raise BundleRefused("it is of a kind that is not known")
    if said["holder"] != holder(subject):
        raise BundleRefused("it is somebody else's")
    if now >= _moment(said["public_until"]):
        raise BundleRefused("it is over")
    return said


def taken(said: dict[str, Any]) -> Kept:
    """Keep a whole bundle."""
    if said["kind"] != "whole":
        raise BundleRefused("it is not whole")
    return _kept(said, {each["id"]: each for each in said["documents"]})


def changed(before: Kept, said: dict[str, Any]) -> Kept:
    """Keep changes, in the place of what was there before."""
    if said["kind"] != "changes" or said["holder"] != before.holder:
        raise BundleRefused("these are no changes of this")
    documents = {
        each: document for each, document in before.documents.items() if each not in said["removed"]
    }
    return _kept(said, documents | {each["id"]: each for each in said["documents"]})


def holder(subject: str | None) -> str:
    """Return what `holder` must say for a person, or for nobody who is signed in."""
    if subject is None:
        return ""
    return _text(hashlib.sha256(b"isp-bundle-holder\0" + subject.encode()).digest())


def _kept(said: dict[str, Any], documents: dict[str, dict[str, Any]]) -> Kept:
    lines = "".join(f"{each} {documents[each]['digest']}\n" for each in sorted(documents))
    if said["manifest"] != _text(hashlib.sha256(lines.encode()).digest()):
        raise BundleRefused("it is not all that it should be")
    return Kept(
        holder=said["holder"],
        documents=documents,
        entitled_until=_moment(said["entitled_until"]),
        public_until=_moment(said["public_until"]),
    )


def _check(signature: str, payload: bytes, keys: dict[str, Any]) -> None:
    try:
        protected, nothing, signed = signature.split(".")
        header = json.loads(_bytes(protected))
        known = {key["kid"]: key for key in keys["keys"]}
        key = known[header["kid"]]
        good = (header["alg"], header["typ"], key["kty"], key["crv"], nothing) == (
            "Ed25519",
            "isp-bundle+jws",
            "OKP",
            "Ed25519",
            "",
        )
        if not good or "crit" in header:
            raise BundleRefused("it is signed in a way that is not known")
        said = f"{protected}.{_text(payload)}".encode()
        Ed25519PublicKey.from_public_bytes(_bytes(key["x"])).verify(_bytes(signed), said)
    except (ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise BundleRefused("it is not signed by a key that is known") from error


def _text(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
