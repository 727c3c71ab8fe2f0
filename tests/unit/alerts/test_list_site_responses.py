"""An organisation's people read what counts at each of their premises."""

from uuid import uuid4

from services.alerts.domain.site_response import SiteStanding
from services.alerts.usecases.list_site_responses import ListSiteResponses
from tests.fakes.alerts import NOON, person
from tests.fakes.sites import own_level
from tests.fakes.whereabouts import SHOP, premises

MEMBER = person("member", organisation_id=SHOP)


def test_they_are_paged_by_id_and_nobody_elses_are_among_them(unit_of_work, stores) -> None:
    mine = sorted((premises() for _ in range(3)), key=lambda each: each.premises_id)
    for each in (*mine, premises(organisation_id="other"), premises(active=False)):
        stores.whereabouts.keep_premises(each)
    stores.site_overrides.add(own_level(NOON, premises_id=mine[1].premises_id))
    read = ListSiteResponses(unit_of_work=unit_of_work)
    first, onward = read(MEMBER, only=frozenset(), after=None, size=2)
    assert [each.premises_id for each in mine[:2]] == [each.premises_id for each in first]
    assert [SiteStanding.FOLLOWS, SiteStanding.OWN] == [each.standing(NOON) for each in first]
    last, after = read(MEMBER, only=frozenset(), after=onward, size=2)
    assert ([mine[2].premises_id], None) == ([each.premises_id for each in last], after)
    some, _ = read(MEMBER, only={mine[2].premises_id, uuid4()}, after=None, size=2)
    assert [mine[2].premises_id] == [each.premises_id for each in some]


def test_who_is_of_no_organisation_has_none(unit_of_work) -> None:
    read = ListSiteResponses(unit_of_work=unit_of_work)
    assert ([], None) == read(person("nobody"), only=frozenset(), after=None, size=9)
