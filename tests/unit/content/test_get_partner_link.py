"""Reading one link."""

import pytest

from services.content.domain.partner_errors import PartnerLinkNotFound
from services.content.usecases.get_partner_link import GetPartnerLink
from tests.fakes.content_partners import partner_link


def test_a_listed_link_comes_and_a_removed_one_is_not_found(unit_of_work, stores) -> None:
    stores.partner_links.add(link := partner_link())
    stores.partner_links.add(gone := partner_link(removed=True))
    get = GetPartnerLink(unit_of_work=unit_of_work)
    assert link == get(link_id=link.link_id)
    with pytest.raises(PartnerLinkNotFound):
        get(link_id=gone.link_id)
