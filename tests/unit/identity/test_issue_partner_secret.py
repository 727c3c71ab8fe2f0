"""Making a partner site's secret."""

import pytest

from services.identity.domain.partner_errors import PartnerNotActive
from services.identity.usecases.issue_partner_secret import IssuePartnerSecret
from tests.fakes.identity import caller
from tests.fakes.partners import a_site, an_active_site

ADMIN = caller("admin", "platform-admin")


@pytest.fixture
def issue(unit_of_work, clock, ids):
    return IssuePartnerSecret(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_it_is_said_once_and_waits_for_keycloak(issue, stores) -> None:
    stores.partner_sites.add(site := an_active_site())
    made, secret = issue(ADMIN, site_id=site.site_id, expected_version=2)
    assert 43 == len(secret)
    assert secret == stores.partner_sites.get(site.site_id).unsent_secret
    assert secret not in repr(stores.audit.rows) + repr(stores.outbox.events) + repr(made)
    assert 1 == len(stores.tasks.waiting)
    _, other = issue(ADMIN, site_id=site.site_id, expected_version=3)
    assert secret != other


def test_a_proposal_gets_none(issue, stores) -> None:
    stores.partner_sites.add(site := a_site())
    with pytest.raises(PartnerNotActive):
        issue(ADMIN, site_id=site.site_id, expected_version=1)
