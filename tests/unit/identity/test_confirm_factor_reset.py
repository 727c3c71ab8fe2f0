"""A second officer confirms that somebody's second factors go."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.standing import Standing
from services.identity.domain.factor_reset import LAPSES, WAITS
from services.identity.domain.role_grant import RoleGrant
from services.identity.domain.role_grant_errors import ProposerUnfit
from services.identity.domain.second_factor_errors import (
    FactorResetBeyond,
    FactorResetConfirmed,
    FactorResetNotFound,
    OwnFactorReset,
)
from tests.fakes.identity import OFFICER, SECOND, caller
from tests.unit.identity.resetting import Resetting


@pytest.fixture
def resetting(unit_of_work, clock, ids) -> Resetting:
    return Resetting.on(unit_of_work, clock, ids)


def test_its_hour_is_a_day_later_and_the_person_is_told(resetting, clock) -> None:
    assert clock.now() + WAITS == resetting.confirmed().due_at
    assert ["factor-reset-proposed", "factor-reset-confirmed"] == resetting.told
    assert "identity:confirm-factor-reset" in resetting.acts


@pytest.mark.parametrize("by", [OFFICER, caller("owner", "platform-admin")])
def test_neither_who_proposed_it_nor_whom_it_is_about_confirms_it(resetting, by) -> None:
    reset = resetting.proposed()
    with pytest.raises(OwnFactorReset):
        resetting.confirm(by, reset_id=reset.reset_id)


def test_it_is_confirmed_once_so_that_its_hour_stays(resetting) -> None:
    reset = resetting.confirmed()
    with pytest.raises(FactorResetConfirmed):
        resetting.confirm(caller("third", "platform-admin"), reset_id=reset.reset_id)


def test_a_proposal_that_lapsed_is_not_confirmed_though_nobody_deleted_it(resetting, clock) -> None:
    reset = resetting.proposed()
    clock.moment += LAPSES + timedelta(seconds=1)
    with pytest.raises(FactorResetNotFound):
        resetting.confirm(SECOND, reset_id=reset.reset_id)
    clock.moment -= timedelta(seconds=1)
    assert resetting.confirm(SECOND, reset_id=reset.reset_id).due_at == clock.now() + WAITS


def test_what_is_not_there_is_not_found(resetting, ids) -> None:
    with pytest.raises(FactorResetNotFound):
        resetting.confirm(SECOND, reset_id=ids.new())


@pytest.mark.parametrize(
    "after", [{"roles": frozenset()}, {"standing": Standing.SUSPENDED}], ids=str
)
def test_nothing_comes_of_what_somebody_proposed_who_may_not_any_more(
    resetting, stores, after
) -> None:
    reset = resetting.proposed()
    proposer = stores.subscribers.get("officer")
    version = proposer.rights_version + 1
    stores.subscribers.save(replace(proposer, rights_version=version, **after))
    with pytest.raises(ProposerUnfit):
        resetting.confirm(SECOND, reset_id=reset.reset_id)


def test_a_role_that_is_not_taken_up_now_counts_as_well(resetting, stores, ids, clock) -> None:
    """Whoever holds the factors may take it up."""
    there = RoleGrant.found(ids.new(), "owner", "platform-admin", clock.now())
    stores.role_grants.add(replace(there, eligible=True))
    reset = resetting.proposed()
    with pytest.raises(FactorResetBeyond):
        resetting.confirm(SECOND, reset_id=reset.reset_id)
    assert resetting.confirm(caller("third", "platform-admin"), reset_id=reset.reset_id).due_at


def test_the_factors_of_who_gives_roles_go_by_the_word_of_one_who_gives_roles(
    resetting, stores
) -> None:
    """Else two officers of a lesser role could open the way to a greater."""
    owner = stores.subscribers.get("owner")
    admin = replace(owner, rights_version=2, roles=frozenset({"platform-admin"}))
    stores.subscribers.save(admin)
    reset = resetting.proposed()
    with pytest.raises(FactorResetBeyond):
        resetting.confirm(SECOND, reset_id=reset.reset_id)
    assert resetting.confirm(caller("third", "platform-admin"), reset_id=reset.reset_id).due_at
