"""Reading the links to partners."""

from services.content.usecases.list_partner_links import ListPartnerLinks
from tests.fakes.content_partners import partner_link


def test_every_listed_link_comes_and_no_removed_one(unit_of_work, stores) -> None:
    stores.partner_links.add(link := partner_link())
    stores.partner_links.add(partner_link(removed=True))
    assert [link] == ListPartnerLinks(unit_of_work=unit_of_work)()
