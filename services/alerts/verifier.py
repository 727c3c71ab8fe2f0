"""Checks a copy of the public log, and believes nothing that its server says.

`python -m services.alerts.verifier download URL FILE` makes a copy: the signed head and every
message. `check FILE --key HEX [--before FILE]` looks whether the copy is what the head says, the
head is signed by the key, and the copy begins with an earlier one. Where the key comes from is the
whole of the trust: take it from somewhere else than the server.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import requests
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.alerts.domain.merkle import Node, cover, grown, hash_of, leaf_hash

_PAGE: Final = 100
_SECONDS: Final = 30


class NotTheLog(Exception):
    """A copy is not what was signed; says what does not fit."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the log: the signed text, its signature, and the messages in their order."""

    signed_text: bytes
    signature: bytes
    documents: tuple[bytes, ...]

    @classmethod
    def of(cls, said: Any) -> "Copy":
        """Return what a file says.

        Raises:
            NotTheLog: it is no copy of a log.
        """
        try:
            entries = said["entries"]
            indexes = [entry["index"] for entry in entries]
            copy = cls(
                said["head"]["signed_text"].encode(),
                bytes.fromhex(said["head"]["signature"]),
                tuple(entry["document"].encode() for entry in entries),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotTheLog(f"the file is no copy of a log: {type(error).__name__}") from None
        if indexes != list(range(len(indexes))):
            raise NotTheLog("the messages are not numbered one after another")
        return copy

    def head(self) -> dict[str, Any]:
        """Return what was signed.

        Raises:
            NotTheLog: it says nothing that we understand.
        """
        try:
            head = json.loads(self.signed_text)
            known = head["head_version"] == 1 and isinstance(head["tree_size"], int)
        except (ValueError, KeyError, TypeError, RecursionError):
            known = False
        if not known:
            raise NotTheLog("the signed head is of a kind that this verifier does not know")
        return dict(head)


def check(copy: Copy, key: bytes, before: Copy | None = None) -> str:
    """Return what was found good.

    Raises:
        NotTheLog: something does not fit.
    """
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(copy.signature, copy.signed_text)
    except (InvalidSignature, ValueError):
        raise NotTheLog("the head is not signed by this key") from None
    head, size = copy.head(), len(copy.documents)
    if head["tree_size"] != size:
        raise NotTheLog(f"the head is of {head['tree_size']} messages, the copy has {size}")
    if head.get("root_hash") != root_of(copy.documents).hex():
        raise NotTheLog("the messages are not those that were signed")
    if before is None:
        return f"{size} messages, signed at {head.get('signed_at')}"
    check(before, key)
    old = before.documents
    if copy.documents[: len(old)] != old:
        raise NotTheLog("the log does not begin with what it was before")
    return f"{size} messages, of which {len(old)} were there before, unchanged"


def root_of(documents: Sequence[bytes]) -> bytes:
    """Return the root of a tree over documents."""
    kept = dict[Node, bytes]()
    for size, document in enumerate(documents):
        kept |= grown(size, leaf_hash(document), kept.__getitem__)
    whole = (0, len(documents))
    return hash_of(whole, {node: kept[node] for node in cover(whole)})


def download(url: str) -> dict[str, Any]:
    """Return a copy of a log. Of messages that come while it is read none is kept."""
    head = _get(f"{url}/v1/log/head")
    entries = list(_entries(url, head["size"]))
    return {"head": head, "entries": entries}


def _entries(url: str, size: int) -> Iterator[dict[str, Any]]:
    start = 0
    while start < size:
        asked = f"{url}/v1/log/entries?start={start}&page_size={min(_PAGE, size - start)}"
        entries = _get(asked)["entries"]
        if not entries:
            raise NotTheLog(f"the server gave {start} messages of {size}")
        yield from entries
        start += len(entries)


def _get(address: str) -> Any:
    answer = requests.get(address, timeout=_SECONDS, allow_redirects=False)
    if answer.status_code != requests.codes.ok:
        raise NotTheLog(f"{address} answered {answer.status_code}")
    return answer.json()


def _read(path: Path) -> Copy:
    try:
        return Copy.of(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise NotTheLog(f"{path} cannot be read: {type(error).__name__}") from None


def _arguments(said: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m services.alerts.verifier")
    verbs = parser.add_subparsers(dest="verb", required=True)
    fetch = verbs.add_parser("download", help="make a copy of the log")
    fetch.add_argument("url", help="where the platform is")
    fetch.add_argument("file", type=Path)
    look = verbs.add_parser("check", help="check a copy")
    look.add_argument("file", type=Path)
    look.add_argument("--key", required=True, type=bytes.fromhex, help="the public key, in hex")
    look.add_argument("--before", type=Path, help="an earlier copy, with which it must begin")
    return parser.parse_args(said)


def main(said: Sequence[str]) -> int:
    """Do what is asked; return 0 if all is good, 1 if something does not fit."""
    asked = _arguments(said)
    try:
        if asked.verb == "download":
            asked.file.write_text(json.dumps(download(asked.url.rstrip("/")), indent=1), "utf-8")
            found = f"{asked.file} is a copy: check it with the key"
        else:
            before = _read(asked.before) if asked.before else None
            found = check(_read(asked.file), asked.key, before)
    except (NotTheLog, requests.RequestException) as error:
        sys.stderr.write(f"NOT GOOD: {error}\n")
        return 1
    sys.stdout.write(f"good: {found}\n")
    return 0


def _run() -> NoReturn:
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    _run()
