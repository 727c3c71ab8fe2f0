"""Reading what the public log comes to."""

import pytest

from services.alerts.domain.errors import NotLogged
from services.alerts.usecases.get_tree_head import GetTreeHead
from tests.unit.alerts.logged import logged


def test_the_newest_head_is_read(unit_of_work, stores, clock) -> None:
    logged(unit_of_work, clock, 2)
    assert stores.log.heads[-1] == GetTreeHead(unit_of_work=unit_of_work)()


def test_before_the_first_there_is_none(unit_of_work) -> None:
    with pytest.raises(NotLogged):
        GetTreeHead(unit_of_work=unit_of_work)()
