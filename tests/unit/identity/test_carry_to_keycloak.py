"""Carrying changes to Keycloak."""

from dataclasses import replace
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.identity.domain.account_at_keycloak import Finding, after
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.partner_provider import BrokeredPerson
from services.identity.usecases.carry_to_keycloak import LONGEST, SHORTER, CarryToKeycloak
from services.identity.usecases.waiting_ports import Task, TaskKind
from tests.fakes.identity import subscriber
from tests.fakes.keycloak_events import MemoryAlarms
from tests.fakes.partners import NOON, an_active_site
from tests.fakes.providers import MemoryBrokering, a_provider, an_active_provider
from tests.unit.identity.test_account_at_keycloak import account


@pytest.fixture
def brokering() -> MemoryBrokering:
    return MemoryBrokering()


@pytest.fixture
def alarms() -> MemoryAlarms:
    return MemoryAlarms()


@pytest.fixture
def carry(unit_of_work, clock, ids, accounts, partners, brokering, alarms):
    return CarryToKeycloak(
        unit_of_work=unit_of_work,
        accounts=accounts,
        partners=partners,
        brokering=brokering,
        alarms=alarms,
        clock=clock,
        ids=ids,
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


def test_an_account_keeps_the_link_of_the_record_alone(carry, stores, accounts) -> None:
    provider = an_active_provider()
    came = BrokeredPerson(subject="owner", provider_id=provider.provider_id, came_at=NOON)
    stores.providers.keep_person(came)
    for subject in ("owner", "other"):
        stores.subscribers.add(subscriber(subject))
        stores.tasks.add(Task(task_id=uuid4(), subject=subject, kind=TaskKind.SYNC))
    assert 2 == carry()
    assert {"owner": provider.alias, "other": None} == accounts.linked


@pytest.mark.parametrize(
    ("differing", "finding"),
    [
        ({"rights_version": 999, "tier": "TRUSTED"}, Finding.CLAIMED),
        ({"email": "thief@elsewhere.example"}, Finding.ADDRESS),
        ({"enabled": False}, Finding.SHUT),
    ],
)
def test_what_somebody_else_did_there_is_heeded_before_it_is_written_over(
    carry, stores, accounts, alarms, clock, differing, finding
) -> None:
    """The watch would find what the record says, and tokens that claim more would be good."""
    stores.subscribers.add(person := subscriber("owner"))
    stores.tasks.add(_task())
    accounts.there["owner"] = there = account(person, **differing)
    assert 1 == carry()
    stands = after(person, there, frozenset({finding}), at=clock.now())
    assert stands == stores.subscribers.get("owner")
    assert stands.valid_after == clock.now()
    assert stands.rights_version > there.rights_version
    assert [stands] == accounts.synced
    assert [PrincipalChanged(stands)] == stores.outbox.events
    assert finding in alarms.findings
    (row, *_) = stores.audit.rows
    assert ("identity:heed-keycloak", [finding.value]) == (row[1], row[4]["findings"])


@pytest.mark.parametrize("kinds", [[TaskKind.RESTORE], [TaskKind.SYNC, TaskKind.RESTORE]])
def test_who_is_to_be_let_in_again_is_shut_there_by_ourselves(
    carry, stores, accounts, alarms, kinds
) -> None:
    stores.subscribers.add(person := subscriber("owner"))
    for kind in kinds:
        stores.tasks.add(_task(kind))
    accounts.there["owner"] = account(person, enabled=False)
    assert len(kinds) == carry()
    assert [person] * len(kinds) == accounts.synced
    assert not alarms.findings


def test_a_newer_state_of_ours_that_was_carried_meanwhile_claims_nothing(
    carry, stores, accounts, alarms
) -> None:
    stores.subscribers.add(person := subscriber("owner", rights_version=5))
    stores.tasks.add(_task())
    accounts.there["owner"] = account(person)
    seen = iter([replace(person, rights_version=4)])
    whole = stores.subscribers.get
    stores.subscribers.get = lambda subject, **_: next(seen, None) or whole(subject)
    assert 1 == carry()
    assert [person] == accounts.synced
    assert not alarms.findings


def test_what_keycloak_refuses_holds_up_nothing_and_waits_longer_each_time(
    carry, stores, accounts, clock
) -> None:
    for subject in ("owner", "other"):
        stores.subscribers.add(subscriber(subject))
    stores.tasks.add(_task())
    stores.tasks.add(Task(task_id=uuid4(), subject="other", kind=TaskKind.SYNC))
    accounts.refuses["owner"] = True
    assert 1 == carry()
    assert ["other"] == [each.subject for each in accounts.synced]
    waits = []
    for _ in range(4):
        (waiting,) = stores.tasks.waiting
        waits.append((waiting.due - clock.now()).total_seconds())
        clock.pass_(seconds=waits[-1])
        assert 0 == carry()
    assert [2, 4, 8, 16] == waits
    del accounts.refuses["owner"]
    clock.pass_(seconds=32)
    assert 1 == carry()


def test_somebody_is_told_of_what_keycloak_refuses_again_and_again(
    carry, stores, accounts, alarms, clock
) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.tasks.add(_task())
    accounts.refuses["owner"] = True
    for expected in (*[[]] * 4, [Finding.REFUSED], [Finding.REFUSED] * 2):
        carry()
        assert expected == alarms.findings
        clock.pass_(hours=1)
    for _ in range(10):
        carry()
        (waiting,) = stores.tasks.waiting
        clock.pass_(seconds=(waiting.due - clock.now()).total_seconds())
    carry()
    (waiting,) = stores.tasks.waiting
    assert LONGEST == waiting.due - clock.now()


def test_a_fault_of_keycloaks_own_is_no_alarm_and_is_soon_tried_again(
    carry, stores, accounts, alarms, clock
) -> None:
    stores.subscribers.add(subscriber("owner"))
    stores.tasks.add(_task())
    accounts.refuses["owner"] = False
    for _ in range(12):
        carry()
        (waiting,) = stores.tasks.waiting
        assert SHORTER >= waiting.due - clock.now()
        clock.pass_(seconds=20)
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
