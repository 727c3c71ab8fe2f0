"""Officers see whose second factors are to go."""

import pytest

from services.identity.domain.directory_errors import RecordBudgetSpent
from tests.fakes.identity import SECOND
from tests.ports.second_factor_stores import reset as a_reset
from tests.unit.identity.resetting import EMAIL, Resetting


def test_each_has_its_address_and_a_look_is_on_record(unit_of_work, clock, ids) -> None:
    resetting = Resetting.on(unit_of_work, clock, ids)
    assert [] == resetting.show(SECOND)
    reset = resetting.proposed()
    (seen,) = resetting.show(SECOND)
    assert (reset, EMAIL) == (seen.reset, seen.email)
    assert "identity:list-factor-resets" == resetting.acts[-1]


def test_whose_they_are_counts_as_reading_their_records(unit_of_work, clock, ids, stores) -> None:
    resetting = Resetting.on(unit_of_work, clock, ids)
    for number in range(4):
        stores.factor_resets.add(a_reset(f"person{number}"))
    with pytest.raises(RecordBudgetSpent):
        resetting.show(SECOND)
