"""What counts at one premises."""

import pytest

from services.alerts.domain.site_response import SiteNotFound
from services.alerts.domain.threat_levels import ResponseLevel, ThreatSeries
from services.alerts.usecases.get_site_response import GetSiteResponse
from tests.fakes.alerts import NOON, person
from tests.fakes.threat_levels import approved
from tests.fakes.whereabouts import SHOP, place, premises

MEMBER = person("member", organisation_id=SHOP)


def test_it_follows_the_threat_level_of_where_it_is(unit_of_work, stores) -> None:
    here = premises()
    there = premises(place=place(regions=frozenset({"NI"})))
    for each in (here, there):
        stores.whereabouts.keep_premises(each)
    stores.threat_levels.add(approved(NOON))
    read = GetSiteResponse(unit_of_work=unit_of_work)
    assert ResponseLevel.HEIGHTENED is read(MEMBER, premises_id=here.premises_id).response(NOON)
    other = read(MEMBER, premises_id=there.premises_id)
    assert (ThreatSeries.NORTHERN_IRELAND, None) == (other.series, other.response(NOON))


def test_another_organisations_look_as_if_there_were_none(unit_of_work, stores) -> None:
    elsewhere = premises(organisation_id="other")
    stores.whereabouts.keep_premises(elsewhere)
    with pytest.raises(SiteNotFound):
        GetSiteResponse(unit_of_work=unit_of_work)(MEMBER, premises_id=elsewhere.premises_id)
