"""Carrying changes to Keycloak."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.identity.domain.account_at_keycloak import Finding
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.carry_to_keycloak import CarryToKeycloak
from services.identity.usecases.waiting_ports import Task, TaskKind
from tests.fakes.identity import subscriber
from tests.fakes.keycloak_events import MemoryAlarms
from tests.fakes.partners import NOON, an_active_site
from tests.fakes.providers import MemoryBrokering, a_provider


@pytest.fixture
def brokering() -> MemoryBrokering:
    return MemoryBrokering()


@pytest.fixture
def alarms() -> MemoryAlarms:
    return MemoryAlarms()


@pytest.fixture
def carry(unit_of_work, clock, accounts, partners, brokering, alarms):
    return CarryToKeycloak(
        unit_of_work=unit_of_work,
        accounts=accounts,
        partners=partners,
        brokering=brokering,
        alarms=alarms,
        clock=clock,
    )


PEOPLE = (TaskKind.SYNC, TaskKind.INVITE, TaskKind.DELETE)


def _task(kind: TaskKind = TaskKind.SYNC) -> Task:
    return Task(task_id=uuid4(), subject="owner", kind=kind)


def test_what_is_carried_is_the_state_now(carry, stores, accounts) -> None:
    stores.subscribers.add(person := subscriber("owner"))
    stores.tasks.add(_task())
    stores.subscribers.save(raised := person.raised_to(Tier.VERIFIED))
    assert 1 == carry()
    assert [raised] == accounts.synced


def test_with_keycloak_away_tasks_wait_and_are_done_when_it_is_back(
    carry, stores, accounts, clock
) -> None:
    stores.subscribers.add(subscriber("owner"))
    for kind in PEOPLE:
        stores.tasks.add(_task(kind))
    accounts.away = True
    assert 0 == carry()
    assert 3 == len(stores.tasks.waiting)
    accounts.away = False
    clock.pass_(seconds=3)
    assert 3 == carry()
    assert [] == stores.tasks.waiting


def test_newer_rights_that_are_claimed_there_are_overtaken_before_they_are_written_over(
    carry, stores, accounts, alarms, clock
) -> None:
    """The watch would find what the record says, and tokens that claim more would be good."""
    stores.subscribers.add(person := subscriber("owner"))
    stores.tasks.add(_task())
    accounts.claims["owner"] = 999
    assert 1 == carry()
    above = replace(person, rights_version=1000, valid_after=clock.now())
    assert above == stores.subscribers.get("owner")
    assert [above] == accounts.synced
    assert [PrincipalChanged(above)] == stores.outbox.events
    assert [Finding.CLAIMED] == alarms.findings
    (row,) = stores.audit.rows
    assert ("identity:heed-keycloak", ["rights_claimed"]) == (row[1], row[4]["findings"])


def test_a_newer_state_of_ours_that_was_carried_meanwhile_claims_nothing(
    carry, stores, accounts, alarms
) -> None:
    stores.subscribers.add(person := subscriber("owner", rights_version=5))
    stores.tasks.add(_task())
    accounts.claims["owner"] = 5
    seen = iter([replace(person, rights_version=4)])
    whole = stores.subscribers.get
    stores.subscribers.get = lambda subject, **_: next(seen, None) or whole(subject)
    assert 1 == carry()
    assert [person] == accounts.synced
    assert not alarms.findings


def test_a_partner_site_is_carried_and_its_secret_forgotten(carry, stores, partners) -> None:
    site = an_active_site().with_secret("a secret", at=NOON)
    stores.partner_sites.add(site)
    task = Task(task_id=uuid4(), subject=str(site.site_id), kind=TaskKind.PARTNER)
    stores.tasks.add(task)
    partners.away = True
    assert 0 == carry()
    assert "a secret" == stores.partner_sites.get(site.site_id).unsent_secret
    partners.away = False
    stores.tasks.later(task, NOON, "")
    assert 1 == carry()
    assert [site] == partners.put_there
    assert site.carried() == stores.partner_sites.get(site.site_id)


def test_a_provider_is_carried_and_its_secret_forgotten(carry, stores, brokering) -> None:
    provider = a_provider().confirmed(by="second", at=NOON)
    stores.providers.add(provider)
    task = Task(task_id=uuid4(), subject=str(provider.provider_id), kind=TaskKind.PROVIDER)
    stores.tasks.add(task)
    assert 1 == carry()
    assert [provider] == brokering.put_there
    assert provider.carried() == stores.providers.get(provider.provider_id)
