"""Keeping the day of whoever signs in at Keycloak."""

from datetime import timedelta

import pytest

from services.identity.usecases.see_sign_ins import BATCH, SeeSignIns
from tests.fakes.identity import NOON, subscriber
from tests.fakes.keycloak_events import MemoryKeycloakEvents

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def keycloak() -> MemoryKeycloakEvents:
    return MemoryKeycloakEvents()


@pytest.fixture
def see(unit_of_work, keycloak, clock) -> SeeSignIns:
    return SeeSignIns(unit_of_work=unit_of_work, keycloak=keycloak, clock=clock)


def days(stores):
    return {subject: each.day for subject, each in stores.sightings.kept.items()}


def test_a_program_that_signs_in_and_never_asks_who_it_is_counts_as_here(
    see, stores, keycloak, clock
) -> None:
    stores.subscribers.add(subscriber("program"))
    keycloak.logins = [("program", NOON - 3 * DAY), ("program", NOON), ("nobody", NOON)]
    assert 1 == see()
    assert {"program": NOON.date()} == days(stores)
    stores.sightings.kept.clear()
    assert 0 == see()
    assert {} == days(stores), "once a day is enough"
    keycloak.logins.append(("program", NOON + DAY))
    clock.moment = NOON + DAY + MINUTE
    assert 1 == see()
    assert {"program": (NOON + DAY).date()} == days(stores)


def test_who_is_on_record_a_moment_after_they_came_is_noted_then(see, stores, keycloak) -> None:
    keycloak.logins = [("new", NOON)]
    assert 0 == see()
    stores.subscribers.add(subscriber("new"))
    assert 1 == see()


def test_with_keycloak_away_nothing_is_lost(see, stores, keycloak, clock) -> None:
    stores.subscribers.add(subscriber("owner"))
    see()
    keycloak.away = True
    keycloak.logins = [("owner", NOON + MINUTE)]
    clock.moment = NOON + 10 * MINUTE
    assert 0 == see()
    keycloak.away = False
    clock.moment = NOON + 20 * MINUTE
    assert 1 == see()


def test_many_are_noted_some_at_a_time(see, stores, keycloak) -> None:
    for number in range(2 * BATCH + 1):
        stores.subscribers.add(subscriber(f"{number}"))
        keycloak.logins.append((f"{number}", NOON))
    assert 2 * BATCH + 1 == see() == len(days(stores))
