"""Stopping an account."""

import pytest

from kernel.standing import Standing
from services.identity.domain.errors import SelfSuspension, SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.ports import TaskKind
from services.identity.usecases.suspend_subscriber import SuspendSubscriber
from tests.fakes.identity import OFFICER, subscriber


@pytest.fixture
def suspend(unit_of_work, clock, ids):
    return SuspendSubscriber(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_everyone_is_told_and_keycloak_follows(suspend, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    person = suspend(OFFICER, subject="owner", reason="stolen phone")
    assert Standing.SUSPENDED is person.standing
    assert [PrincipalChanged(person)] == stores.outbox.events
    assert [TaskKind.SYNC] == [w.what.kind for w in stores.tasks.waiting]
    assert {"reason": "stolen phone"} == stores.audit.rows[0][4]


def test_it_is_somebody_else_who_exists(suspend, stores) -> None:
    stores.subscribers.add(subscriber("officer"))
    with pytest.raises(SelfSuspension):
        suspend(OFFICER, subject="officer", reason="x")
    with pytest.raises(SubscriberNotFound):
        suspend(OFFICER, subject="nobody", reason="x")
