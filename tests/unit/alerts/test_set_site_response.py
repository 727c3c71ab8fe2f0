"""A security lead sets a premises' own level."""

import pytest

from chassis.errors import Invalid, StaleVersion
from services.alerts.domain.events import SiteResponseChanged
from services.alerts.domain.site_response import (
    LEAD,
    OverrideEnd,
    SiteNotFound,
    SiteResponseBelowNational,
    SiteStanding,
)
from services.alerts.domain.threat_levels import ResponseLevel
from services.alerts.usecases.set_site_response import SetSiteResponse
from tests.fakes.alerts import NOON, person
from tests.fakes.plumbing import FreshIds
from tests.fakes.sites import wanted
from tests.fakes.threat_levels import approved
from tests.fakes.whereabouts import SHOP, premises

OWNER = person("lead", LEAD, organisation_id=SHOP)
SECOND = person("second", LEAD, organisation_id=SHOP)


@pytest.fixture
def there(stores):
    made = premises()
    stores.whereabouts.keep_premises(made)
    stores.site_overrides.people = [OWNER, SECOND]
    return made.premises_id


@pytest.fixture
def put(unit_of_work, clock, there):
    act = SetSiteResponse(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())

    def done(who=OWNER, version=1, premises_id=there, **said):
        return act(
            who,
            premises_id=premises_id,
            wanted=wanted(NOON, **said),
            expected_version=version,
        )

    return done


def test_it_counts_at_once_its_people_hear_and_it_goes_on_record(put, stores, there) -> None:
    site = put()
    assert (SiteStanding.OWN, 2) == (site.standing(NOON), site.version)
    told, used = stores.outbox.events
    assert SiteResponseChanged(site, NOON) == told
    assert ("alerts.site-response-set", "EXCEPTIONAL") == (used.metric, used.detail)
    ((actor, action, resource, _, detail),) = stores.audit.rows
    assert ("lead", "alerts:set-site-response", str(there)) == (actor, action, resource)
    assert "EXCEPTIONAL" == detail["response"]
    assert "parade" not in str(detail)


def test_the_other_leads_are_told_by_mail_and_not_whoever_did_it(put, stores) -> None:
    put()
    assert ["second"] == [each.subject for each in stores.site_overrides.notices.values()]


def test_a_later_one_takes_its_place_and_the_first_stays_in_the_history(put, stores, there) -> None:
    put()
    site = put(SECOND, version=2, response=ResponseLevel.HEIGHTENED)
    assert ResponseLevel.HEIGHTENED is site.response(NOON)
    second, first = stores.site_overrides.history(there, before=None, size=9)
    assert (None, OverrideEnd.REPLACED, "second") == (second.end, first.end, first.ended.by)
    assert (4, 3) == (second.version, first.version)


def test_what_was_decided_on_something_older_is_refused(put, stores) -> None:
    put()
    with pytest.raises(StaleVersion):
        put(SECOND, version=1)
    assert 1 == len(stores.site_overrides.kept)


def test_less_than_the_threat_level_asks_for_is_refused_and_nothing_changes(put, stores) -> None:
    stores.threat_levels.add(approved(NOON))
    with pytest.raises(SiteResponseBelowNational):
        put(response=ResponseLevel.NORMAL)
    assert {} == stores.site_overrides.kept
    assert [] == stores.audit.rows == stores.outbox.events
    assert ResponseLevel.HEIGHTENED is put(response=ResponseLevel.HEIGHTENED).response(NOON)


def test_another_organisations_premises_are_not_there(put, stores) -> None:
    elsewhere = premises(organisation_id="other")
    stores.whereabouts.keep_premises(elsewhere)
    gone = premises(active=False)
    stores.whereabouts.keep_premises(gone)
    for premises_id in (elsewhere.premises_id, gone.premises_id):
        with pytest.raises(SiteNotFound):
            put(premises_id=premises_id)
    with pytest.raises(SiteNotFound):
        put(person("nobody", LEAD))


def test_without_a_reason_it_is_refused_by_name(put) -> None:
    with pytest.raises(Invalid) as refused:
        put(reason="")
    assert ["reason"] == [each.field for each in refused.value.violations]
