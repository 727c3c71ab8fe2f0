"""An officer stops that somebody's second factors go."""

import pytest

from services.identity.domain.factor_reset import WAITS
from services.identity.domain.second_factor_errors import FactorResetNotFound
from tests.fakes.identity import OFFICER, SECOND
from tests.unit.identity.resetting import Resetting


@pytest.fixture
def resetting(unit_of_work, clock, ids) -> Resetting:
    return Resetting.on(unit_of_work, clock, ids)


def test_nothing_goes_and_the_person_is_told(resetting, clock) -> None:
    reset = resetting.confirmed()
    resetting.stop(OFFICER, reset_id=reset.reset_id)
    clock.moment += WAITS
    assert 0 == resetting.run()
    assert 2 == len(resetting.factors.of("owner"))
    assert "factor-reset-stopped" == resetting.told[-1]
    assert "identity:stop-factor-reset" in resetting.acts
    with pytest.raises(FactorResetNotFound):
        resetting.confirm(SECOND, reset_id=reset.reset_id)


def test_what_is_not_there_is_not_found(resetting, ids) -> None:
    with pytest.raises(FactorResetNotFound):
        resetting.stop(OFFICER, reset_id=ids.new())
