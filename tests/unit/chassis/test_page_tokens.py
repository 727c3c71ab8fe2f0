"""Page tokens: where a page begins and, only of a list that is read both ways, where it ends."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis.errors import Invalid
from chassis.requests import place_from, token_of
from kernel.pages import Place

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ON = Place(AT, UUID(int=1))
BACK = Place(AT, UUID(int=1), backwards=True)


def test_a_place_comes_back_as_it_was() -> None:
    assert "" == token_of(None)
    assert place_from("", both_ways=True) is None
    assert ON == place_from(token_of(ON)) == place_from(token_of(ON), both_ways=True)
    assert BACK == place_from(token_of(BACK), both_ways=True)


def test_a_list_that_is_read_only_onward_takes_no_way_back() -> None:
    with pytest.raises(Invalid):
        place_from(token_of(BACK))
