"""Somebody stops that their own second factors go."""

import pytest

from services.identity.domain.factor_reset import WAITS
from services.identity.domain.second_factor_errors import FactorResetNotFound
from tests.unit.identity.factors import owner
from tests.unit.identity.resetting import Resetting


@pytest.fixture
def resetting(unit_of_work, clock, ids) -> Resetting:
    return Resetting.on(unit_of_work, clock, ids)


def test_a_password_is_enough_and_it_is_good_until_the_last(resetting, clock) -> None:
    resetting.confirmed()
    clock.moment += WAITS
    resetting.stop_mine(owner())
    assert 0 == resetting.run()
    assert 2 == len(resetting.factors.of("owner"))
    assert "factor-reset-stopped" == resetting.told[-1]


def test_anothers_is_not_stopped(resetting, stores) -> None:
    reset = resetting.confirmed()
    with pytest.raises(FactorResetNotFound):
        resetting.stop_mine(owner(subject="second"))
    assert [reset] == stores.factor_resets.waiting()
