"""A security lead has a premises follow its threat level again."""

from datetime import timedelta

import pytest

from chassis.errors import StaleVersion
from services.alerts.domain.site_response import LEAD, NoSiteOverride, SiteStanding
from services.alerts.usecases.lift_site_response import LiftSiteResponse
from tests.fakes.alerts import NOON, person
from tests.fakes.sites import own_level
from tests.fakes.whereabouts import SHOP, premises

OWNER = person("lead", LEAD, organisation_id=SHOP)


@pytest.fixture
def own(stores):
    there = premises()
    stores.whereabouts.keep_premises(there)
    own = own_level(NOON, premises_id=there.premises_id)
    stores.site_overrides.add(own)
    return own


@pytest.fixture
def lift(unit_of_work, clock, own):
    act = LiftSiteResponse(unit_of_work=unit_of_work, clock=clock)

    def done(version=2):
        return act(OWNER, premises_id=own.premises_id, expected_version=version, why="Over.")

    return done


def test_it_is_over_at_once_and_goes_on_record(lift, stores, own) -> None:
    site = lift()
    assert (SiteStanding.FOLLOWS, 3) == (site.standing(NOON), site.version)
    assert "Over." == stores.site_overrides.find(own.override_id).ended.why
    told, used = stores.outbox.events
    assert (site, "alerts.site-response-lifted") == (told.site, used.metric)
    assert ["alerts:lift-site-response"] == [row[1] for row in stores.audit.rows]


def test_it_is_lifted_once_and_not_after_its_date(lift, stores, own, clock) -> None:
    with pytest.raises(StaleVersion):
        lift(version=7)
    clock.moment = own.until + timedelta(seconds=1)
    with pytest.raises(NoSiteOverride):
        lift()
    clock.moment = NOON
    lift()
    with pytest.raises(NoSiteOverride):
        lift(version=3)
    assert 1 == len(stores.audit.rows)
