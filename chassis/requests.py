"""What requests of every service have in common, as words of the domain; what is wrong is named."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Final, TypeVar
from uuid import UUID

from google.protobuf.message import Message

from chassis.errors import Invalid, Violation
from kernel.idempotency import RequestKey
from kernel.pages import Place

E = TypeVar("E", bound=Enum)
T = TypeVar("T")

PAGE: Final = 20
LARGEST_PAGE: Final = 100
LONGEST_SUBJECT: Final = 100
NUL: Final = "\x00"
"""What no text of PostgreSQL may hold."""

_DIGEST_BYTES: Final = 32
_BACKWARDS: Final = "<"
"""The end of a token's text whose page ends there."""


class Wrong:
    """Collects what is wrong, so that one answer names all of it."""

    def __init__(self) -> None:
        self.found: list[Violation] = []

    def say(self, field: str, what: str) -> None:
        """Name a field and what is wrong with it."""
        self.found.append(Violation(field, what))

    def unless(self, good: bool, field: str, what: str) -> None:  # noqa: FBT001 - reads as a sentence
        """Name a field unless it is good."""
        if not good:
            self.say(field, what)

    def word(self, kind: type[E], name: str, field: str) -> E | None:
        """Return the member of an enum, or say that the field names none."""
        if name in kind.__members__:
            return kind[name]
        self.say(field, "must be said, with a value that we know")
        return None

    def built(self, field: str, build: Callable[[], T]) -> T | None:
        """Return what is built, or say why it cannot be."""
        try:
            return build()
        except Invalid as invalid:
            self.found += invalid.violations
        except ValueError as error:
            self.say(field, str(error))
        return None

    def check(self) -> None:
        """Refuse if anything was wrong.

        Raises:
            Invalid: each field is named.
        """
        if self.found:
            raise Invalid(*self.found)


def id_from(field: str, text: str) -> UUID:
    """Return an id.

    Raises:
        Invalid: it is no UUID.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(Violation(field, "must be a UUID")) from None


def key_from(rpc: str, request: Message) -> RequestKey:
    """Return the key under which a request is done once.

    Raises:
        Invalid: it is no UUID.
    """
    key = id_from("idempotency_key", getattr(request, "idempotency_key", ""))
    body = type(request)()
    body.CopyFrom(request)
    body.ClearField("idempotency_key")
    digest = hashlib.sha256(body.SerializeToString(deterministic=True)).digest()
    return RequestKey(rpc=rpc, key=str(key), body_digest=digest)


def text_from(field: str, value: str, most: int) -> str:
    """Return a text of 1 to `most` characters.

    Raises:
        Invalid: it is empty, longer, or has a NUL.
    """
    if not value.strip() or len(value) > most or NUL in value:
        raise Invalid(Violation(field, f"must have 1 to {most} characters, none of them NUL"))
    return value


def version_from(value: int) -> int:
    """Return the version that the caller read.

    Raises:
        Invalid: it is not 1 or more.
    """
    if value < 1:
        raise Invalid(Violation("expected_version", "must be the version that you read"))
    return value


def digest_from(value: bytes) -> bytes:
    """Return the digest of what was read.

    Raises:
        Invalid: it is not 32 bytes.
    """
    if len(value) != _DIGEST_BYTES:
        raise Invalid(Violation("read_digest", f"must have {_DIGEST_BYTES} bytes"))
    return value


def page_size_from(value: int) -> int:
    """Return how many to put on a page.

    Raises:
        Invalid: it is negative or too large.
    """
    if not 0 <= value <= LARGEST_PAGE:
        raise Invalid(Violation("page_size", f"must be 1 to {LARGEST_PAGE}"))
    return value or PAGE


def token_of(place: Place | None) -> str:
    """Return a page token: opaque to callers, and nothing in it that they did not see."""
    if place is None:
        return ""
    text = f"{place.at.isoformat()}|{place.item_id}{_BACKWARDS if place.backwards else ''}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_from(token: str, *, both_ways: bool = False) -> Place | None:
    """Return where a page begins or, of a list that is read both ways, ends.

    Raises:
        Invalid: the token is not one of ours, or not of a list that is read only onward.
    """
    if not token:
        return None
    try:
        padded = token + "=" * (-len(token) % 4)
        at, _, item_id = base64.urlsafe_b64decode(padded).decode().partition("|")
        backwards = both_ways and item_id.endswith(_BACKWARDS)
        place = Place(
            datetime.fromisoformat(at),
            UUID(item_id.removesuffix(_BACKWARDS * backwards)),
            backwards,
        )
    except (ValueError, binascii.Error):
        raise Invalid(Violation("page_token", "is not one of ours")) from None
    if place.at.tzinfo is None:
        raise Invalid(Violation("page_token", "is not one of ours"))
    return place
