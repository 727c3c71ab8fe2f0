"""Counting sign-ins at partner sites."""

from datetime import timedelta

import pytest

from chassis.pseudonyms import Pseudonyms
from kernel.usage import Used
from services.identity.usecases.count_partner_sign_ins import CountPartnerSignIns
from tests.fakes.identity import subscriber
from tests.fakes.partners import NOON, a_site, an_active_site


@pytest.fixture
def count(unit_of_work, partners, clock):
    return CountPartnerSignIns(
        unit_of_work=unit_of_work, clients=partners, names=Pseudonyms(b"k"), clock=clock
    )


def test_each_is_kept_once_under_a_name_of_the_day(count, stores, partners) -> None:
    stores.partner_sites.add(site := an_active_site())
    stores.subscribers.add(subscriber("owner"))
    partners.events = [
        (site.site_id, "1", "owner", NOON),
        (site.site_id, "2", "owner", NOON + timedelta(seconds=5)),
        (site.site_id, "3", "gone", NOON + timedelta(seconds=6)),
    ]
    assert (3, 0) == (count(), count())
    kept = stores.partner_sign_ins.kept
    assert kept["1"].name == kept["2"].name != kept["3"].name
    assert "owner" not in repr(kept)
    assert {"owner": NOON.date()} == {
        subject: each.day for subject, each in stores.sightings.kept.items()
    }
    used = [each for each in stores.outbox.events if isinstance(each, Used)]
    assert [("identity.partner-signed-in", site.client_id)] * 2 == [
        (each.metric, each.detail) for each in used
    ]


def test_with_keycloak_away_nothing_is_lost(count, stores, partners) -> None:
    stores.partner_sites.add(site := an_active_site())
    stores.partner_sites.add(a_site())
    partners.events = [(site.site_id, "1", "owner", NOON)]
    partners.away = True
    assert 0 == count()
    partners.away = False
    assert 1 == count()


def test_old_ones_go(count, stores, partners, clock) -> None:
    stores.partner_sites.add(site := an_active_site())
    partners.events = [(site.site_id, "1", "owner", NOON)]
    count()
    partners.events = []
    clock.pass_(days=91)
    count()
    assert {} == stores.partner_sign_ins.kept
