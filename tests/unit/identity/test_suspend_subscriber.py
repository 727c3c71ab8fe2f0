"""Stopping an account."""

import pytest

from kernel.standing import Standing
from services.identity.domain.errors import SelfSuspension, SubscriberNotFound
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.suspend_subscriber import SuspendSubscriber
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, OFFICER, subscriber
from tests.fakes.role_grants import a_grant


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


def test_the_person_is_told_how_to_appeal_and_not_why(suspend, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    suspend(OFFICER, subject="owner", reason="stolen phone")
    (mail,) = [each.what for each in stores.mails.waiting]
    assert ("account-suspended", {}) == (mail.template, mail.variables)


def test_what_was_taken_up_ends_and_the_rest_pauses(suspend, stores) -> None:
    roles = frozenset({"duty-officer", "editor", "sector-lead"})
    stores.subscribers.add(subscriber("owner", roles=roles))
    active = a_grant("owner", eligible=True).activated(at=NOON, hours=1, reason="Incident.")
    stores.role_grants.add(active)
    stores.role_grants.add(held := a_grant("owner", "editor"))
    person = suspend(OFFICER, subject="owner", reason="stolen phone")
    assert frozenset({"editor", "sector-lead"}) == person.roles
    assert stores.role_grants.get(active.grant_id).activation is None
    assert held == stores.role_grants.get(held.grant_id)
    assert "identity:activation-over" in [each[1] for each in stores.audit.rows]
