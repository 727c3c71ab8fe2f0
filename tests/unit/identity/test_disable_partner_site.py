"""Ending a partner site."""

import pytest

from services.identity.domain.partner_site import PartnerStatus
from services.identity.usecases.disable_partner_site import DisablePartnerSite
from tests.fakes.identity import caller
from tests.fakes.partners import a_site, an_active_site

OFFICER = caller("privacy", "privacy-officer")


@pytest.fixture
def disable(unit_of_work, clock, ids):
    return DisablePartnerSite(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_one_person_ends_it_and_keycloak_is_told(disable, stores) -> None:
    stores.partner_sites.add(site := an_active_site())
    done = disable(OFFICER, site_id=site.site_id, expected_version=2, reason="was sold")
    assert (PartnerStatus.DISABLED, "was sold", "privacy") == (
        done.status,
        done.disabled_because,
        done.disabled_by,
    )
    assert 1 == len(stores.tasks.waiting)
    assert {"reason": "was sold"} == stores.audit.rows[-1][4]


def test_a_proposal_is_given_up_without_keycloak(disable, stores) -> None:
    stores.partner_sites.add(site := a_site())
    disable(OFFICER, site_id=site.site_id, expected_version=1, reason="a mistake")
    assert [] == stores.tasks.waiting
