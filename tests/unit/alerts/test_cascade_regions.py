"""Which regions an alert along seats passes where an area says whom it is for."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import AudienceRow, Kind, Mode
from kernel.places import REGIONS
from services.alerts.domain.audience import compiled
from services.alerts.domain.cascade import branches_of, regions_for
from services.alerts.domain.cascade_regions import named_regions, regions_at, within_areas
from services.alerts.domain.whereabouts import Holdings, Organisation, Place, Premises
from tests.fakes.alerts import issued, person
from tests.fakes.cascades import a_seat
from tests.fakes.plumbing import a_row
from tests.unit.alerts.cascaded import ALONG, REGION, Along, along, member
from tests.unit.alerts.test_audience import people, rows

HERE = AudienceRow(Mode.INCLUDE, Kind.CIRCLE, "51.500000,-0.100000 1.000")
MUST_BE_HERE = replace(HERE, mode=Mode.MUST_BE)
EVERYONE = AudienceRow(Mode.INCLUDE, Kind.EVERYONE)
POINT = (51_500_000, -100_000)
ELSEWHERE = (55_900_000, -3_200_000)


def _premises(stores, number: int, organisation: str, region: str, point: tuple[int, int]) -> None:
    place = Place(regions=frozenset({region}), premises_type="shop", point=point)
    stores.whereabouts.keep_premises(
        Premises(
            premises_id=UUID(int=number),
            organisation_id=organisation,
            version=1,
            active=True,
            place=place,
        )
    )


@pytest.fixture
def chain(stores) -> None:
    """Somebody of a chain with a shop in the area, in London, and another in Scotland."""
    stores.whereabouts.keep_organisation(
        Organisation(organisation_id="chain", version=1, active=True, sectors=frozenset({"retail"}))
    )
    _premises(stores, 1, "chain", "LON", POINT)
    _premises(stores, 2, "chain", "SCO", ELSEWHERE)
    stores.reach.people = [
        a_row("chain", organisation_id="chain", regions=frozenset({"SE"})),
        a_row("far", regions=frozenset({"WAL"}), sectors=frozenset({"retail"})),
    ]


def _passed(stores, *said: AudienceRow) -> set[str]:
    """Return the regions that an alert passes when it is issued."""
    alert = along(stores, audience=said)
    return {each.region for each in stores.cascades.steps(alert.alert_id)}


def test_only_the_regions_of_premises_in_the_area_are_passed(stores, chain) -> None:
    assert {"LON"} == _passed(stores, HERE)
    assert {"LON"} == _passed(stores, EVERYONE, MUST_BE_HERE)


def test_nobody_is_paged_who_stands_for_a_region_without_anybody_in_the_area(stores, chain) -> None:
    scot = person("scot", "regional-coordinator", regions=frozenset({"SCO"}))
    stores.paging.people += [REGION, scot]
    stores.seats.keep(a_seat("LON", "", holder="region"))
    stores.seats.keep(a_seat("SCO", "", holder="scot"))
    along(stores, audience=(HERE,))
    assert ["region"] == [each.subject for each in stores.paging.pages.values()]
    along(stores, audience=(EVERYONE,))
    assert {"region", "scot"} == {each.subject for each in stores.paging.pages.values()}


def test_a_region_that_is_named_beside_the_area_is_passed_whoever_is_there(stores, chain) -> None:
    assert {"LON", "NI"} == _passed(stores, HERE, AudienceRow(Mode.INCLUDE, Kind.REGION, "NI"))


def test_beside_a_region_that_is_named_one_that_must_be_is_passed(stores, chain) -> None:
    """Whoever is in both waits for the seat of the latter: no other may pass it on."""
    said = (Mode.INCLUDE, "LON"), (Mode.MUST_BE, "WAL")
    assert {"WAL"} == _passed(stores, HERE, *(AudienceRow(m, Kind.REGION, v) for m, v in said))


def test_who_may_be_anywhere_passes_every_region(stores, chain) -> None:
    """An area beside everyone says nothing about where they are."""
    assert set(REGIONS) == _passed(stores, HERE, EVERYONE)
    retail = AudienceRow(Mode.INCLUDE, Kind.SECTOR, "retail")
    assert set(REGIONS) == _passed(stores, HERE, retail)


def test_premises_of_which_no_region_is_known_count_where_their_people_are(stores, chain) -> None:
    stores.whereabouts.keep_premises(
        Premises(
            premises_id=UUID(int=1),
            organisation_id="chain",
            version=2,
            active=True,
            place=Place(point=POINT),
        )
    )
    assert {"SE"} == _passed(stores, HERE)


def test_premises_that_say_no_region_count_for_where_the_others_are() -> None:
    """Else who is in the area alone by them would have it past the seats of their other places."""
    said = (EVERYONE, MUST_BE_HERE)
    places = (Place(point=POINT), Place(regions=frozenset({"LON"})))
    who, holdings = person("who"), Holdings(places=places, sectors=frozenset({"retail"}))
    assert {"LON"} == regions_at(said, [(who, holdings)], frozenset(REGIONS))
    assert frozenset() == regions_at(said, [(who, holdings)], frozenset({"WAL"}))


def test_an_area_without_anybody_who_is_in_a_branch_passes_no_seat(
    stores, unit_of_work, clock
) -> None:
    """Of an endpoint whose owner is not known here there is no account."""
    stores.reach.people = []
    has_it = member(stores, "there", "LON", "retail")
    account = stores.recipients.accounts["there"]
    there = replace(account.holdings, places=(Place(point=POINT),))
    stores.recipients.accounts["there"] = replace(account, holdings=there)
    alert = along(stores, audience=(HERE,))
    assert [] == list(stores.cascades.steps(alert.alert_id))
    assert {has_it} == Along(unit_of_work, clock).have(alert)


@given(everyone=st.lists(people(), max_size=4), said=st.lists(rows(), max_size=5).map(tuple))
def test_who_is_addressed_in_a_region_that_may_be_passed_waits_for_one_that_is(
    everyone, said
) -> None:
    """An area never lets anybody have past the seats what all regions would have held up."""
    alert = issued(**ALONG | {"audience": said})
    may_be, within = set(regions_for(alert)), within_areas(alert.content)
    passed = may_be
    if within is not None:
        there = regions_at(within.audience, everyone, may_be)
        passed = may_be & (there | named_regions(said))
    for (who, holdings), meant in zip(everyone, compiled(said).among(everyone), strict=True):
        theirs = {region for region, _ in branches_of(who, holdings)}
        if meant and theirs & may_be:
            assert theirs & passed
