"""Removing who came by a partner's provider and never confirmed their address."""

from datetime import timedelta

import pytest

from services.identity.usecases.forget_unconfirmed import ForgetUnconfirmed
from tests.fakes.identity import NOON, subscriber
from tests.fakes.providers import MemoryBrokering

OLD = NOON - timedelta(days=1, seconds=1)


@pytest.fixture
def brokering() -> MemoryBrokering:
    return MemoryBrokering()


@pytest.fixture
def forget(unit_of_work, brokering, accounts, clock):
    return ForgetUnconfirmed(
        unit_of_work=unit_of_work, brokering=brokering, accounts=accounts, clock=clock
    )


def test_after_a_day_an_address_is_free_again(forget, brokering, accounts) -> None:
    accounts.users = {"old@port.example": "old", "new@port.example": "new"}
    brokering.waiting = {"old": OLD, "new": NOON - timedelta(hours=23)}
    assert 1 == forget()
    assert {"new@port.example": "new"} == accounts.users


def test_whoever_is_on_record_keeps_their_account(forget, stores, brokering, accounts) -> None:
    stores.subscribers.add(subscriber("old"))
    accounts.users = {"old@port.example": "old"}
    brokering.waiting = {"old": OLD}
    assert 0 == forget()
    assert {"old@port.example": "old"} == accounts.users


def test_with_keycloak_away_nobody_is_removed(forget, brokering) -> None:
    brokering.waiting = {"old": OLD}
    brokering.away = True
    assert 0 == forget()
