"""What was added beside an alert for a member."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.audience import compiled
from services.alerts.domain.cascade import Context, branches_of
from services.alerts.domain.errors import AlertNotFound
from services.alerts.domain.whereabouts import Holdings, Place
from services.alerts.usecases.get_branch_context import GetBranchContext
from tests.fakes.alerts import person, submitted
from tests.unit.alerts.cascaded import ALONG, LEAD, LONDON, REGION, RETAIL, Along, along, seated

SHOP = person(
    "shop", tier=Tier.REGISTERED, regions=frozenset({"LON"}), sectors=frozenset({"retail"})
)
VERIFIED = person(
    "other", tier=Tier.VERIFIED, regions=frozenset({"LON"}), sectors=frozenset({"retail"})
)
ELSEWHERE = person("else", regions=frozenset({"LON"}), sectors=frozenset({"events"}))
OURS = Context(text="The service road is shut.", tlp=Tlp.GREEN)
CLOSER = Context(text="Ask for the steward.", tlp=Tlp.AMBER)
CODES = st.frozensets(st.sampled_from(["LON", "NW", "SCO"]))
KINDS = st.frozensets(st.sampled_from(["retail", "events"]))


@pytest.fixture
def cascade(unit_of_work, clock):
    seated(unit_of_work.stores)
    return Along(unit_of_work, clock)


def test_a_member_sees_what_was_added_for_them_that_they_may_see(
    unit_of_work, red_reads, cascade, stores
) -> None:
    context = GetBranchContext(unit_of_work=unit_of_work, red_reads=red_reads)
    alert = along(stores, marking=Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED))
    assert [] == context(SHOP, alert_id=alert.alert_id)
    cascade.passed(alert, LONDON, REGION, OURS)
    cascade.passed(alert, RETAIL, LEAD, CLOSER)
    said = {
        who.person: [each.text for _, each in context(who, alert_id=alert.alert_id)]
        for who in (SHOP, VERIFIED, ELSEWHERE)
    }
    assert [OURS.text] == said["shop"]
    assert [OURS.text, CLOSER.text] == said["other"]
    assert [OURS.text] == said["else"]


def test_an_alert_that_they_may_not_know_of_is_not_there(unit_of_work, red_reads, stores) -> None:
    waiting = submitted(**ALONG)
    stores.alerts.add(waiting)
    with pytest.raises(AlertNotFound):
        GetBranchContext(unit_of_work=unit_of_work, red_reads=red_reads)(
            SHOP, alert_id=waiting.alert_id
        )


@given(CODES, KINDS, KINDS, st.lists(CODES, max_size=3))
def test_a_branch_is_whoever_an_audience_of_its_region_and_sector_addresses(
    regions, sectors, theirs, places
) -> None:
    who = person("who", regions=regions, sectors=sectors)
    holdings = Holdings(sectors=theirs, places=tuple(Place(regions=each) for each in places))
    addressed = {
        (region, sector)
        for region in ("LON", "NW", "SCO")
        for sector in ("retail", "events")
        if compiled(
            (
                AudienceRow(Mode.INCLUDE, Kind.REGION, region),
                AudienceRow(Mode.MUST_BE, Kind.SECTOR, sector),
            )
        ).addresses(who, holdings)
    }
    assert addressed == branches_of(who, holdings)
