"""Proving that the public log only grew."""

import pytest

from services.alerts.domain.errors import NotLogged
from services.alerts.domain.merkle import is_consistent
from services.alerts.usecases.get_consistency_proof import GetConsistencyProof
from tests.unit.alerts.logged import logged


def test_the_newest_head_begins_with_each_earlier_one(unit_of_work, stores, clock) -> None:
    logged(unit_of_work, clock, 7)
    for old in stores.log.heads:
        found = GetConsistencyProof(unit_of_work=unit_of_work)(earlier_size=old.head.size)
        new = found.head.head
        assert is_consistent(old.head.size, new.size, found.path, old.head.root, new.root)


@pytest.mark.parametrize("size", [0, 3, -1])
def test_of_a_log_that_never_was_nothing_is_proved(unit_of_work, clock, size: int) -> None:
    with pytest.raises(NotLogged):
        GetConsistencyProof(unit_of_work=unit_of_work)(earlier_size=size)
    logged(unit_of_work, clock, 2)
    with pytest.raises(NotLogged):
        GetConsistencyProof(unit_of_work=unit_of_work)(earlier_size=size)
