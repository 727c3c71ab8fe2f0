"""Listing partner sites."""

from datetime import timedelta

from services.identity.usecases.list_partner_sites import ListPartnerSites
from tests.fakes.identity import caller, subscriber
from tests.fakes.partners import NOON, a_site


def test_pages_follow_each_other_with_the_stewards(unit_of_work, stores) -> None:
    sites = [a_site(proposed_at=NOON + timedelta(hours=each)) for each in range(3)]
    for each in reversed(sites):
        stores.partner_sites.add(each)
    stores.subscribers.add(steward := subscriber("steward"))
    every = ListPartnerSites(unit_of_work=unit_of_work)
    first, people, onward = every(caller("admin"), after=None, size=2)
    assert (sites[:2], {"steward": steward}) == (list(first), people)
    rest, _, end = every(caller("admin"), after=onward, size=2)
    assert (sites[2:], None) == (list(rest), end)
