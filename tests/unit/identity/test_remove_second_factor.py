"""Taking one's own second factor away."""

from dataclasses import replace

import pytest

from kernel.roles import PERMISSIONS
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.events import PrincipalChanged
from services.identity.domain.second_factor_errors import FactorNotFound, LastSecondFactor
from services.identity.usecases.remove_second_factor import RemoveSecondFactor
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, subscriber
from tests.fakes.second_factors import MemoryFactors
from tests.unit.identity.factors import owner


@pytest.fixture
def factors(stores) -> MemoryFactors:
    stores.subscribers.add(subscriber("owner"))
    return MemoryFactors()


@pytest.fixture
def remove(unit_of_work, factors, clock, ids) -> RemoveSecondFactor:
    return RemoveSecondFactor(unit_of_work=unit_of_work, factors=factors, clock=clock, ids=ids)


def with_roles(stores, *roles: str) -> None:
    person = stores.subscribers.get("owner")
    stores.subscribers.kept["owner"] = replace(person, roles=frozenset(roles))


def test_it_goes_every_sign_in_ends_and_its_owner_is_told(remove, factors, stores, clock) -> None:
    factors.hold("owner", stays := "Blue key")
    going = factors.hold("owner", "Phone")
    remove(owner(proved=NOON), factor_id=going.factor_id)
    assert [stays] == [each.name for each in factors.of("owner")]
    person = stores.subscribers.get("owner")
    assert clock.now() == person.valid_after
    assert PrincipalChanged(person) in stores.outbox.events
    assert [TaskKind.SYNC] == [each.what.kind for each in stores.tasks.waiting]
    (mail,) = stores.mails.waiting
    assert ("factor-removed", "Phone") == (mail.what.template, mail.what.variables["name"])
    assert "identity:remove-second-factor" in [each[1] for each in stores.audit.rows]


def test_anothers_is_not_found(remove, factors) -> None:
    factors.hold("owner")
    theirs = factors.hold("other")
    with pytest.raises(FactorNotFound):
        remove(owner(proved=NOON), factor_id=theirs.factor_id)
    assert (theirs,) == factors.of("other")


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_who_holds_a_role_that_permits_anything_keeps_one(
    remove, factors, stores, role: str
) -> None:
    with_roles(stores, role)
    last = factors.hold("owner")
    if PERMISSIONS[role]:
        with pytest.raises(LastSecondFactor):
            remove(owner(role, proved=NOON), factor_id=last.factor_id)
        assert (last,) == factors.of("owner")
        assert stores.subscribers.get("owner").valid_after is None
        factors.hold("owner", "Another")
    remove(owner(role, proved=NOON), factor_id=last.factor_id)
    assert last not in factors.of("owner")


def test_the_record_counts_and_not_the_token(remove, factors, stores) -> None:
    with_roles(stores, "platform-admin")
    last = factors.hold("owner")
    with pytest.raises(LastSecondFactor):
        remove(owner(proved=NOON), factor_id=last.factor_id)


def test_while_keycloak_is_away_nothing_ends(remove, factors, stores) -> None:
    last = factors.hold("owner")
    factors.away = True
    with pytest.raises(AccountsUnavailable):
        remove(owner(proved=NOON), factor_id=last.factor_id)
    assert stores.subscribers.get("owner").valid_after is None
