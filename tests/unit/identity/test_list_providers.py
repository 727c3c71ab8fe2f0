"""Listing partners' providers."""

from datetime import timedelta

from services.identity.usecases.list_providers import ListProviders
from tests.fakes.identity import caller
from tests.fakes.providers import NOON, a_provider


def test_pages_follow_each_other(unit_of_work, stores) -> None:
    made = [a_provider(proposed_at=NOON + timedelta(hours=each)) for each in range(3)]
    for each in reversed(made):
        stores.providers.add(each)
    every = ListProviders(unit_of_work=unit_of_work)
    first, onward = every(caller("admin"), after=None, size=2)
    rest, end = every(caller("admin"), after=onward, size=2)
    assert (made, None) == ([*first, *rest], end)
