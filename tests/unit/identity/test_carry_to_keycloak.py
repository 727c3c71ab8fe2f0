"""Carrying changes to Keycloak."""

from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.identity.usecases.carry_to_keycloak import CarryToKeycloak
from services.identity.usecases.ports import Task, TaskKind
from tests.fakes.identity import subscriber


@pytest.fixture
def carry(unit_of_work, clock, accounts):
    return CarryToKeycloak(unit_of_work=unit_of_work, accounts=accounts, clock=clock)


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
    for kind in TaskKind:
        stores.tasks.add(_task(kind))
    accounts.away = True
    assert 0 == carry()
    assert 3 == len(stores.tasks.waiting)
    accounts.away = False
    clock.pass_(seconds=3)
    assert 3 == carry()
    assert [] == stores.tasks.waiting
