"""Somebody whose account is looked at, what happened to it, and what then waits to be carried."""

from datetime import timedelta

from services.identity.domain.account_at_keycloak import KeycloakEvent, Touch
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, MemoryIdentityStores, subscriber

PERSON = subscriber("owner", created_at=NOON - timedelta(days=30))
SECOND = timedelta(seconds=1)


def event(touch: Touch = Touch.ACCOUNT, subject: str | None = "owner", **given) -> KeycloakEvent:
    said = {"event_id": f"event of {touch}", "at": NOON, "by": "somebody", "path": "users/owner"}
    return KeycloakEvent(touch=touch, subject=subject, **(said | given))


def waiting(stores: MemoryIdentityStores) -> list[tuple[TaskKind, str]]:
    return [(each.what.kind, each.what.subject) for each in stores.tasks.waiting]
