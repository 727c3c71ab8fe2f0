"""Requests about somebody's data as tests make them."""

from datetime import date
from typing import Any
from uuid import uuid4

from kernel.idempotency import RequestKey
from services.identity.domain.privacy_request import (
    PrivacyRequest,
    PrivacyRequestKind,
    Received,
)
from tests.fakes.identity import NOON, MemoryIdentityStores, caller, subscriber

EXPORT, ERASURE = PrivacyRequestKind.EXPORT, PrivacyRequestKind.ERASURE
OWNER = caller("owner")
PRIVACY = caller("privacy", "privacy-officer")


def key(name: str = "k", body: bytes = b"") -> RequestKey:
    return RequestKey(rpc="Any", key=name, body_digest=body)


def peopled(stores: MemoryIdentityStores) -> None:
    """Somebody who asks, somebody else, and the officer."""
    for each in ("owner", "other", "privacy"):
        stores.subscribers.add(subscriber(each))


def made(kind: PrivacyRequestKind = EXPORT, subject: str = "owner", **said: Any) -> PrivacyRequest:
    at = said.pop("at", NOON)
    assert not said
    return PrivacyRequest.made(uuid4(), subject, kind, at)


def recorded(kind: PrivacyRequestKind = ERASURE, on: date = date(2026, 11, 20)) -> PrivacyRequest:
    return PrivacyRequest.recorded(
        uuid4(),
        "owner",
        kind,
        received=Received.LETTER,
        received_on=on,
        by="privacy",
        at=NOON,
    )
