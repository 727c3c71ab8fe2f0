"""The partner sites of a steward."""

from services.identity.usecases.list_my_partner_sites import ListMyPartnerSites
from tests.fakes.identity import caller
from tests.fakes.partners import a_site


def test_one_sees_ones_own(unit_of_work, stores) -> None:
    mine, other = a_site(), a_site(steward="another")
    for each in (mine, other):
        stores.partner_sites.add(each)
    assert [mine] == list(ListMyPartnerSites(unit_of_work=unit_of_work)(caller("steward")))
