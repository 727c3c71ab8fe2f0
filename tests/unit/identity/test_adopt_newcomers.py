"""Giving those who came by a provider their place on record."""

import pytest

from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.adopt_newcomers import AdoptNewcomers
from services.identity.usecases.provider_ports import Came
from tests.fakes.identity import profile, subscriber
from tests.fakes.providers import MemoryBrokering, a_newcomer, a_provider, an_active_provider


@pytest.fixture
def brokering() -> MemoryBrokering:
    return MemoryBrokering()


@pytest.fixture
def provider(stores, brokering):
    stores.providers.add(made := an_active_provider())
    brokering.arrivals = [Came(subject="guard", alias=made.alias)]
    brokering.newcomers = {"guard": a_newcomer()}
    return made


@pytest.fixture
def adopt(unit_of_work, brokering, clock):
    return AdoptNewcomers(unit_of_work=unit_of_work, brokering=brokering, clock=clock)


def test_they_begin_at_registered_for_nobody(adopt, stores, provider) -> None:
    """Whatever the partner says of them, and of whom they act for."""
    assert (1, 0) == (adopt(), adopt())
    person = stores.subscribers.get("guard")
    assert (Tier.REGISTERED, frozenset(), None, "") == (
        person.tier,
        person.roles,
        person.organisation_id,
        person.profile.organisation_name,
    )
    assert PrincipalChanged(person) in stores.outbox.events
    came = stores.providers.find_person("guard")
    assert (provider.provider_id, "Port of Somewhere") == (
        came.provider_id,
        came.suggested_organisation,
    )


def test_nobody_is_joined_to_an_account_by_an_address(adopt, stores, provider) -> None:
    stores.subscribers.add(subscriber("owner", profile=profile(email="GUARD@port.example")))
    assert 0 == adopt()
    assert {"owner"} == set(stores.subscribers.kept)


def test_who_did_not_confirm_or_comes_by_another_is_left(
    adopt, stores, provider, brokering
) -> None:
    brokering.newcomers = {}
    assert 0 == adopt()
    stores.providers.add(waiting := a_provider())
    brokering.newcomers = {"guard": a_newcomer()}
    for alias in (waiting.alias, "org-unknown", "google"):
        brokering.arrivals = [Came(subject="guard", alias=alias)]
        assert 0 == adopt()


def test_a_provider_that_was_ended_brings_nobody(adopt, stores, provider) -> None:
    stores.providers.save(provider.disabled(by="admin", at=provider.proposed_at, reason="left"))
    assert 0 == adopt()


def test_with_keycloak_away_they_wait(adopt, provider, brokering) -> None:
    brokering.away = True
    assert 0 == adopt()
    brokering.away = False
    assert 1 == adopt()
