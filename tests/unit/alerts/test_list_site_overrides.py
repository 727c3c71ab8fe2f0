"""Which levels of its own a premises had."""

import pytest

from services.alerts.domain.site_response import SiteNotFound
from services.alerts.usecases.list_site_overrides import ListSiteOverrides
from tests.fakes.alerts import NOON, person
from tests.fakes.sites import own_level
from tests.fakes.whereabouts import SHOP, premises
from tests.ports.site_overrides_store import HOUR, after

MEMBER = person("member", organisation_id=SHOP)


def test_the_history_is_paged_newest_first_and_nobody_elses(unit_of_work, stores) -> None:
    there = premises()
    stores.whereabouts.keep_premises(there)
    over, second = after(own_level(NOON, premises_id=there.premises_id), NOON + HOUR)
    for each in (over, second):
        stores.site_overrides.add(each)
    read = ListSiteOverrides(unit_of_work=unit_of_work)
    first = read(MEMBER, premises_id=there.premises_id, before=None, size=1)
    assert ([second], 2) == (list(first[0]), first[1])
    last = read(MEMBER, premises_id=there.premises_id, before=2, size=1)
    assert ([over], None) == (list(last[0]), last[1])
    stranger = person("stranger", organisation_id="other")
    with pytest.raises(SiteNotFound):
        read(stranger, premises_id=there.premises_id, before=None, size=1)
