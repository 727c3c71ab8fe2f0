"""Writing a region's own message: by whom, and for whom it may be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.places import REGIONS
from services.alerts.domain.audience import compiled
from services.alerts.domain.origin import see_that_it_stays_in
from services.alerts.domain.region_errors import AudienceLeavesRegion, NotOfTheRegion
from services.alerts.usecases.edit_alert import EditAlert
from services.alerts.usecases.submit_alert import SubmitAlert
from tests.fakes.alerts import content
from tests.fakes.cascades import a_seat
from tests.unit.alerts.regional import (
    DEPUTY,
    EVERYONE,
    HERE,
    HOLDER,
    HUB,
    LEAD,
    MUST_BE_HERE,
    NORTH,
    THIRD,
    UNSEATED,
    Region,
    seated,
)
from tests.unit.alerts.test_audience import people, rows

ELSEWHERE = replace(HERE, value="NW")
RETAIL = AudienceRow(Mode.INCLUDE, Kind.SECTOR, "retail")


@pytest.fixture
def region(unit_of_work, clock, stores) -> Region:
    seated(stores)
    return Region(unit_of_work, clock)


@pytest.mark.parametrize("by", [HOLDER, DEPUTY, THIRD], ids=lambda each: each.subject)
def test_who_holds_a_seat_of_the_region_or_stands_in_writes_for_it(region, stores, by) -> None:
    made = region.drafted(by)
    assert "LON" == made.origin == stores.alerts.get(made.alert_id).origin
    assert {"capacity": "region:LON"} == stores.audit.rows[0][4]


@pytest.mark.parametrize("by", [NORTH, UNSEATED, LEAD, HUB], ids=lambda each: each.subject)
def test_nobody_else_does_whatever_their_role(region, stores, by) -> None:
    with pytest.raises(NotOfTheRegion):
        region.drafted(by)
    assert {} == stores.alerts.kept


def test_who_coordinates_a_district_does_not_speak_for_the_whole_region(region, stores) -> None:
    stores.seats.keep(a_seat("LON", "", holder="unseated", district="Somewhere BID"))
    with pytest.raises(NotOfTheRegion):
        region.drafted(UNSEATED)
    assert {} == stores.alerts.kept


@pytest.mark.parametrize(
    "audience",
    [
        (EVERYONE,),
        (ELSEWHERE,),
        (HERE, ELSEWHERE),
        (HERE, RETAIL),
        (EVERYONE, MUST_BE_HERE, replace(MUST_BE_HERE, value="NW")),
    ],
)
def test_what_may_be_for_somebody_elsewhere_is_no_message_of_the_region(region, audience) -> None:
    with pytest.raises(AudienceLeavesRegion):
        region.drafted(audience=audience)


@pytest.mark.parametrize("audience", [(HERE,), (EVERYONE, MUST_BE_HERE), (RETAIL, MUST_BE_HERE)])
def test_what_stays_there_is(region, audience) -> None:
    assert "LON" == region.drafted(audience=audience).origin


def test_only_its_people_edit_and_submit_it_and_it_stays_there(region, unit_of_work, clock) -> None:
    """An edit may widen it, and nobody can hand that over."""
    made = region.drafted()
    edit = EditAlert(unit_of_work=unit_of_work, clock=clock)
    submit = SubmitAlert(unit_of_work=unit_of_work, clock=clock)
    said = {"alert_id": made.alert_id, "expected_version": made.version}
    for by in (HUB, NORTH):
        with pytest.raises(NotOfTheRegion):
            edit(by, **said, content=content(audience=(HERE,), headline="Another street"))
        with pytest.raises(NotOfTheRegion):
            submit(by, **said)
    wide = edit(DEPUTY, **said, content=content(audience=(EVERYONE,)))
    with pytest.raises(AudienceLeavesRegion):
        submit(HOLDER, alert_id=made.alert_id, expected_version=wide.version)


@given(
    region=st.sampled_from(sorted(REGIONS)),
    said=st.lists(rows(), min_size=1, max_size=5).map(tuple),
    narrowed=st.booleans(),
    everyone=st.lists(people(), max_size=5),
)
def test_what_stays_in_a_region_reaches_nobody_outside_it(region, said, narrowed, everyone) -> None:
    """Nobody is outside who is in the region, or whose premises are."""
    if narrowed:
        said += (AudienceRow(Mode.MUST_BE, Kind.REGION, region),)
    try:
        see_that_it_stays_in(region, said)
    except AudienceLeavesRegion:
        return
    for (who, holdings), meant in zip(everyone, compiled(said).among(everyone), strict=True):
        theirs = set(who.regions).union(*(place.regions for place in holdings.places or ()))
        assert region in theirs or not meant
