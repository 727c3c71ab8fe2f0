"""How far Keycloak's events were heeded, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from services.identity.domain.account_at_keycloak import KeycloakEvent, Touch
from tests.fakes.identity import NOON

Open = Callable[[], AbstractContextManager[Any]]
MINUTE = timedelta(minutes=1)


def event(name: str, minutes: int = 0) -> KeycloakEvent:
    at = NOON + minutes * MINUTE
    return KeycloakEvent(
        event_id=name, at=at, touch=Touch.REALM, subject=None, by="somebody", path="realm"
    )


class HeedEventsSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_it_begins_now_and_goes_on_but_never_back(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            assert NOON == tx.keycloak_events.since(NOON)
        with unit_of_work() as tx:
            assert NOON == tx.keycloak_events.since(NOON + MINUTE)
            tx.keycloak_events.looked(NOON + MINUTE, forget_before=NOON)
        with unit_of_work() as tx:
            tx.keycloak_events.looked(NOON, forget_before=NOON)
        with unit_of_work() as tx:
            assert NOON + MINUTE == tx.keycloak_events.since(NOON)

    def test_an_event_is_heeded_once(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            assert tx.keycloak_events.heed(event("one"))
        with unit_of_work() as tx:
            assert not tx.keycloak_events.heed(event("one"))
            assert {"two"} == tx.keycloak_events.unheeded({"one", "two"})
            assert not tx.keycloak_events.unheeded(set())

    def test_old_ones_are_forgotten(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.keycloak_events.since(NOON)
            for name, minutes in (("old", 0), ("new", 2)):
                tx.keycloak_events.heed(event(name, minutes))
        with unit_of_work() as tx:
            tx.keycloak_events.looked(NOON + 2 * MINUTE, forget_before=NOON + MINUTE)
            assert {"old"} == tx.keycloak_events.unheeded({"old", "new"})
