"""Reading a partner site."""

import pytest

from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.usecases.get_partner_site import GetPartnerSite
from tests.fakes.identity import caller
from tests.fakes.partners import a_site


def test_a_site_whose_steward_is_gone_is_shown_without(unit_of_work, stores, ids) -> None:
    stores.partner_sites.add(site := a_site(steward="a pseudonym"))
    get = GetPartnerSite(unit_of_work=unit_of_work)
    assert (site, {}) == get(caller("admin"), site_id=site.site_id)
    with pytest.raises(PartnerNotFound):
        get(caller("admin"), site_id=ids.new())
