"""What the clock does to grants of roles."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.identity.domain.events import PrincipalChanged
from services.identity.domain.role_grant import Activation, GrantState
from services.identity.usecases.run_role_grants import RunRoleGrants
from tests.fakes.identity import NOON, SUSPENDED
from tests.fakes.role_grants import DAY, a_grant, a_proposal
from tests.unit.identity.granted import a_house


@pytest.fixture
def run(unit_of_work, clock, ids, stores):
    a_house(stores)
    use_case = RunRoleGrants(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def _run(at) -> int:
        clock.moment = at
        return use_case()

    return _run


def holds(stores, *roles):
    person = stores.subscribers.get("officer")
    stores.subscribers.add(replace(person, roles=frozenset(roles)))


def mails(stores):
    return [each.what.template for each in stores.mails.waiting]


def test_two_notices_and_then_the_role_goes_everywhere(run, stores) -> None:
    stores.role_grants.add(made := a_grant())
    holds(stores, "duty-officer", "sector-lead")
    until = made.until
    assert [0, 1, 0, 1, 0, 1, 0] == [run(until - days * DAY) for days in (31, 30, 29, 7, 1, 0, -1)]
    assert ["role-ending", "role-ending", "role-ended"] == mails(stores)
    person = stores.subscribers.get("officer")
    assert frozenset({"sector-lead"}) == person.roles
    assert PrincipalChanged(person) in stores.outbox.events
    after = stores.role_grants.get(made.grant_id)
    assert (GrantState.ENDED, None, until) == (after.state, after.ended_by, after.ended_at)
    assert ("", "identity:role-over") == stores.audit.rows[-1][:2]


def test_after_a_pause_only_the_nearest_notice_is_sent(run, stores) -> None:
    stores.role_grants.add(made := a_grant())
    assert 1 == run(made.until - 3 * DAY)
    assert ["role-ending"] == mails(stores)
    assert 0 == run(made.until - 2 * DAY)


def test_an_activation_is_over_by_itself(run, stores) -> None:
    hours = Activation(since=NOON, until=NOON + timedelta(hours=2), reason="Incident.")
    stores.role_grants.add(made := a_grant(eligible=True, activation=hours))
    holds(stores, "duty-officer")
    assert 0 == run(hours.until - timedelta(seconds=1))
    assert 1 == run(hours.until)
    assert frozenset() == stores.subscribers.get("officer").roles
    after = stores.role_grants.get(made.grant_id)
    assert (GrantState.GRANTED, None) == (after.state, after.activation)
    assert ("", "identity:activation-over") == stores.audit.rows[-1][:2]
    assert [] == mails(stores)


def test_a_proposal_that_nobody_confirms_lapses(run, stores) -> None:
    stores.role_grants.add(made := a_proposal())
    assert 0 == run(NOON + 7 * DAY - timedelta(seconds=1))
    assert 1 == run(NOON + 7 * DAY)
    assert GrantState.LAPSED is stores.role_grants.get(made.grant_id).state
    assert [] == mails(stores)


def test_a_grant_without_an_end_is_left_alone(run, stores) -> None:
    stores.role_grants.add(a_grant(until=None))
    assert 0 == run(NOON + 9999 * DAY)


def test_a_suspended_person_gets_no_mail_and_loses_the_role_all_the_same(run, stores) -> None:
    stores.role_grants.add(made := a_grant())
    holds(stores, "duty-officer")
    person = stores.subscribers.get("officer")
    stores.subscribers.add(replace(person, standing=SUSPENDED))
    assert 1 == run(made.until)
    assert [] == mails(stores)
    assert frozenset() == stores.subscribers.get("officer").roles
