"""Somebody's second factors, as Keycloak has them."""

import pytest

from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.factor_reset import FactorReset
from services.identity.usecases.list_second_factors import ListSecondFactors
from tests.fakes.identity import NOON
from tests.fakes.second_factors import MemoryFactors
from tests.unit.identity.factors import owner


def test_they_are_ones_own_with_what_waits_to_take_them(unit_of_work, ids, stores) -> None:
    factors = MemoryFactors()
    mine = factors.hold("owner")
    factors.hold("other")
    show = ListSecondFactors(unit_of_work=unit_of_work, factors=factors)
    assert ((mine,), None) == (show(owner()).factors, show(owner()).reset)
    reset = FactorReset.proposed(ids.new(), "owner", by="officer", reason="Lost.", at=NOON)
    stores.factor_resets.add(reset)
    assert reset == show(owner()).reset
    assert show(owner(subject="other")).reset is None


def test_while_keycloak_is_away_it_is_not_said_that_there_are_none(unit_of_work) -> None:
    show = ListSecondFactors(unit_of_work=unit_of_work, factors=MemoryFactors(away=True))
    with pytest.raises(AccountsUnavailable):
        show(owner())
