"""Confirming a partner site."""

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.partner_errors import (
    PartnerNotFound,
    PartnerNotProposed,
    SelfConfirmation,
)
from services.identity.domain.partner_site import PartnerStatus
from services.identity.usecases.confirm_partner_site import ConfirmPartnerSite
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import caller
from tests.fakes.partners import a_site

SECOND = caller("second", "privacy-officer")


@pytest.fixture
def confirm(unit_of_work, clock, ids):
    return ConfirmPartnerSite(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_a_second_person_lets_it_take_effect(confirm, stores) -> None:
    stores.partner_sites.add(site := a_site())
    done = confirm(SECOND, site_id=site.site_id, expected_version=1)
    assert (PartnerStatus.ACTIVE, "second", 2) == (done.status, done.confirmed_by, done.version)
    (task,) = stores.tasks.waiting
    assert (TaskKind.PARTNER, str(site.site_id)) == (task.what.kind, task.what.subject)


def test_nobody_confirms_what_they_proposed(confirm, stores) -> None:
    stores.partner_sites.add(site := a_site())
    with pytest.raises(SelfConfirmation):
        confirm(caller("admin", "platform-admin"), site_id=site.site_id, expected_version=1)
    assert PartnerStatus.PROPOSED is stores.partner_sites.get(site.site_id).status


def test_only_what_was_read_and_waits_is_confirmed(confirm, stores, ids) -> None:
    stores.partner_sites.add(site := a_site())
    with pytest.raises(StaleVersion):
        confirm(SECOND, site_id=site.site_id, expected_version=2)
    with pytest.raises(PartnerNotFound):
        confirm(SECOND, site_id=ids.new(), expected_version=1)
    confirm(SECOND, site_id=site.site_id, expected_version=1)
    with pytest.raises(PartnerNotProposed):
        confirm(SECOND, site_id=site.site_id, expected_version=2)
