"""Bringing partners' sites and providers back to the record."""

import pytest

from services.identity.usecases.recarry_partners import RecarryPartners
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.partners import NOON, a_site, an_active_site
from tests.fakes.providers import a_provider, an_active_provider


@pytest.fixture
def again(unit_of_work, ids):
    return RecarryPartners(unit_of_work=unit_of_work, ids=ids)


def test_all_that_two_people_made_is_carried_again_and_what_ended_stays_shut(again, stores) -> None:
    site, provider = an_active_site(), an_active_provider()
    ended = an_active_site().disabled(by="admin", at=NOON, reason="left")
    for each in (site, ended, a_site(), a_site().disabled(by="admin", at=NOON, reason="no")):
        stores.partner_sites.add(each)
    for each in (provider, a_provider()):
        stores.providers.add(each)
    assert 3 == again()
    waiting = {(each.what.kind, each.what.subject) for each in stores.tasks.waiting}
    assert {
        (TaskKind.PARTNER, str(site.site_id)),
        (TaskKind.PARTNER, str(ended.site_id)),
        (TaskKind.PROVIDER, str(provider.provider_id)),
    } == waiting


def test_what_waits_already_waits_once(again, stores) -> None:
    stores.partner_sites.add(an_active_site())
    assert (1, 0) == (again(), again())
