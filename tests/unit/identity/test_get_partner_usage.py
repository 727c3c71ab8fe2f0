"""A partner site's figures."""

import pytest

from services.identity.domain.partner_errors import PartnerNotFound
from services.identity.domain.partner_usage import PartnerSignIn
from services.identity.usecases.get_partner_usage import GetPartnerUsage
from tests.fakes.identity import caller
from tests.fakes.partners import NOON, an_active_site


@pytest.fixture
def site(stores):
    stores.partner_sites.add(made := an_active_site())
    for number in range(7):
        stores.partner_sign_ins.add(
            PartnerSignIn(
                event_id=str(number), site_id=made.site_id, at=NOON, name=f"person {number % 5}"
            )
        )
    return made


@pytest.fixture
def usage(unit_of_work, clock):
    return GetPartnerUsage(unit_of_work=unit_of_work, clock=clock)


def test_its_steward_and_who_looks_after_sites_read_it(usage, site) -> None:
    for who in (caller("steward"), caller("admin", "platform-admin")):
        days = usage(who, site_id=site.site_id, days=3)
        assert [(False, 7, 5), (True, 0, 0), (True, 0, 0)] == [
            (each.withheld, each.sign_ins, each.people) for each in days
        ]


def test_for_everybody_else_there_is_no_such_site(usage, site, ids) -> None:
    for who, site_id in ((caller("another"), site.site_id), (caller("steward"), ids.new())):
        with pytest.raises(PartnerNotFound):
            usage(who, site_id=site_id, days=3)
