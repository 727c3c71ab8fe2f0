"""Giving those who came by a provider their place on record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.tiers import Tier
from services.identity.domain.account_at_keycloak import Finding
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.adopt_newcomers import AdoptNewcomers
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, profile, subscriber
from tests.fakes.keycloak_events import MemoryAlarms
from tests.fakes.providers import (
    MemoryBrokering,
    a_newcomer,
    a_provider,
    an_active_provider,
    an_arrival,
)

SECOND = timedelta(seconds=1)


@pytest.fixture
def brokering() -> MemoryBrokering:
    return MemoryBrokering()


@pytest.fixture
def provider(stores, brokering):
    stores.providers.add(made := an_active_provider())
    brokering.arrivals = [an_arrival(made.alias)]
    brokering.newcomers = {"guard": a_newcomer()}
    return made


@pytest.fixture
def alarms() -> MemoryAlarms:
    return MemoryAlarms()


@pytest.fixture
def adopt(unit_of_work, brokering, alarms, clock, ids):
    return AdoptNewcomers(
        unit_of_work=unit_of_work, brokering=brokering, alarms=alarms, clock=clock, ids=ids
    )


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
    assert person.created_at.date() == stores.sightings.find("guard").day
    came = stores.providers.find_person("guard")
    assert (provider.provider_id, "Port of Somewhere") == (
        came.provider_id,
        came.suggested_organisation,
    )


def test_their_account_is_brought_to_what_the_record_keeps_of_them(adopt, stores, provider) -> None:
    adopt()
    waiting = [(each.what.kind, each.what.subject) for each in stores.tasks.waiting]
    assert [(TaskKind.SYNC, "guard")] == waiting


def test_who_is_on_record_and_did_not_come_by_it_is_put_out_and_told(
    adopt, stores, provider, alarms
) -> None:
    """Somebody joined their own sign-in to another's account, at Keycloak."""
    stores.subscribers.add(person := subscriber("guard"))
    assert (0, 0) == (adopt(), adopt())
    put_out = replace(person, valid_after=NOON + SECOND, rights_version=2)
    assert put_out == stores.subscribers.get("guard")
    assert [PrincipalChanged(put_out)] == stores.outbox.events
    assert [Finding.LINKED] == alarms.findings
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    assert ["credentials-changed"] == [each.what.template for each in stores.mails.waiting]
    (row,) = stores.audit.rows
    assert ("identity:heed-keycloak", ["foreign_sign_in"]) == (row[1], row[4]["findings"])


def test_who_came_by_another_provider_is_put_out_as_well(
    adopt, stores, provider, brokering, alarms
) -> None:
    assert 1 == adopt()
    stores.providers.add(other := an_active_provider())
    brokering.arrivals = [an_arrival(provider.alias), an_arrival(other.alias)]
    assert 0 == adopt()
    assert [Finding.LINKED] == alarms.findings


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
        brokering.arrivals = [an_arrival(alias)]
        assert 0 == adopt()


def test_a_provider_that_was_ended_brings_nobody(adopt, stores, provider) -> None:
    stores.providers.save(provider.disabled(by="admin", at=provider.proposed_at, reason="left"))
    assert 0 == adopt()


def test_with_keycloak_away_they_wait(adopt, provider, brokering) -> None:
    brokering.away = True
    assert 0 == adopt()
    brokering.away = False
    assert 1 == adopt()
