"""For whom an alert is: rows over people and over the places that they look after."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kernel.audiences import AREAS, AudienceRow, Kind, Mode
from kernel.principals import Principal
from kernel.tiers import Tier
from services.alerts.domain.area import Circle, Polygon
from services.alerts.domain.audience import Person, compiled, sort_of
from services.alerts.domain.whereabouts import NO_HOLDINGS, Holdings, Place
from tests.fakes.alerts import content
from tests.fakes.deliveries import recipient
from tests.fakes.whereabouts import place

CENTRE = Polygon.of([51.4, 51.6, 51.6, 51.4, 51.4], [-0.3, -0.3, 0.1, 0.1, -0.3]).text
NORTH = Polygon.of([53.0, 54.0, 54.0, 53.0, 53.0], [-3.0, -3.0, -2.0, -2.0, -3.0]).text
AROUND = Circle.of(51.5, -0.1, 10).text
VALUES = {
    Kind.EVERYONE: [""],
    Kind.REGION: ["LON", "WAL"],
    Kind.SECTOR: ["retail", "faith"],
    Kind.TIER: ["REGISTERED", "VERIFIED"],
    Kind.ROLE: ["sector-lead", "editor"],
    Kind.ORGANISATION: ["org-1", "org-2"],
    Kind.PREMISES_TYPE: ["shop", "sports-ground"],
    Kind.POLYGON: [CENTRE, NORTH],
    Kind.CIRCLE: [AROUND],
}


@st.composite
def rows(draw: st.DrawFn, mode: Mode | None = None) -> AudienceRow:
    kind = draw(st.sampled_from(Kind))
    return AudienceRow(
        mode or draw(st.sampled_from(Mode)), kind, draw(st.sampled_from(VALUES[kind]))
    )


PLACES = st.builds(
    Place,
    regions=st.frozensets(st.sampled_from(VALUES[Kind.REGION])),
    premises_type=st.sampled_from(["", *VALUES[Kind.PREMISES_TYPE]]),
    point=st.sampled_from([None, (51_500_000, -100_000), (53_500_000, -2_500_000), (0, 0)]),
)


@st.composite
def people(draw: st.DrawFn) -> Person:
    person = Principal(
        subject="reader",
        tier=draw(st.sampled_from(Tier)),
        regions=draw(st.frozensets(st.sampled_from(VALUES[Kind.REGION]))),
        sectors=draw(st.frozensets(st.sampled_from(VALUES[Kind.SECTOR]))),
        roles=draw(st.frozensets(st.sampled_from(VALUES[Kind.ROLE]))),
        organisation_id=draw(st.sampled_from(["org-1", None])),
    )
    return person, Holdings(
        sectors=draw(st.frozensets(st.sampled_from(VALUES[Kind.SECTOR]))),
        places=tuple(draw(st.lists(PLACES, max_size=3))),
    )


def addressed(audience: Sequence[AudienceRow], who: Person) -> bool:
    return compiled(tuple(audience)).addresses(*who)


def include(kind: Kind, value: str = "") -> AudienceRow:
    return AudienceRow(Mode.INCLUDE, kind, value)


def exclude(kind: Kind, value: str = "") -> AudienceRow:
    return AudienceRow(Mode.EXCLUDE, kind, value)


def must_be(kind: Kind, value: str = "") -> AudienceRow:
    return AudienceRow(Mode.MUST_BE, kind, value)


def holding(*places: Place, regions: frozenset[str] = frozenset()) -> Person:
    """Somebody whose organisation looks after these places."""
    who = Principal(subject="a", tier=Tier.VERIFIED, regions=regions, organisation_id="org-1")
    return who, Holdings(places=places)


def shop(latitude: float = 51.5, longitude: float = -0.1) -> Place:
    return place(latitude, longitude, premises_type="shop", regions=frozenset({"LON"}))


def ground(latitude: float = 51.5, longitude: float = -0.1) -> Place:
    return place(latitude, longitude, premises_type="sports-ground", regions=frozenset({"LON"}))


@given(people(), st.lists(rows()), rows(mode=Mode.EXCLUDE))
def test_an_exclude_row_never_widens(
    who: Person, audience: list[AudienceRow], row: AudienceRow
) -> None:
    assert addressed(audience, who) or not addressed([*audience, row], who)


@given(people(), st.lists(rows()), rows(mode=Mode.MUST_BE))
def test_the_first_must_be_row_of_a_sort_never_widens(
    who: Person, audience: list[AudienceRow], row: AudienceRow
) -> None:
    """A further one of the same sort is an alternative to it: retail or hospitality."""
    others = [
        each for each in audience if each.mode is not Mode.MUST_BE or sort_of(each) != sort_of(row)
    ]
    assert addressed(others, who) or not addressed([*others, row], who)


@given(people(), st.lists(rows()), rows(mode=Mode.INCLUDE))
def test_an_include_row_never_narrows(
    who: Person, audience: list[AudienceRow], row: AudienceRow
) -> None:
    assert addressed([*audience, row], who) or not addressed(audience, who)


@given(people(), st.lists(rows()), st.randoms())
def test_the_order_of_rows_says_nothing(
    who: Person, audience: list[AudienceRow], random: object
) -> None:
    mixed = list(audience)
    random.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis' own Random
    assert addressed(audience, who) == addressed(mixed, who)


@given(people(), st.lists(rows()), PLACES)
def test_a_further_place_never_takes_anybody_away_who_has_one(
    who: Person, audience: list[AudienceRow], further: Place
) -> None:
    person, holdings = who
    if holdings.places:
        more = Holdings(sectors=holdings.sectors, places=(*holdings.places, further))
        assert addressed(audience, (person, more)) or not addressed(audience, who)


@given(st.lists(people(), max_size=6), st.lists(rows(), max_size=6))
def test_asked_together_everybody_gets_the_answer_that_they_get_alone(
    everyone: list[Person], audience: list[AudienceRow]
) -> None:
    alone = [addressed(audience, who) for who in everyone]
    assert alone == compiled(tuple(audience)).among(everyone)


@given(people())
def test_no_rows_are_for_nobody(who: Person) -> None:
    assert not addressed([], who)


def test_retail_in_london_is_a_shop_in_london_and_nobody_else() -> None:
    audience = [include(Kind.REGION, "LON"), must_be(Kind.SECTOR, "retail")]
    shopkeeper = Principal(subject="a", tier=Tier.PUBLIC, regions={"LON"}, sectors={"retail"})  # type: ignore[arg-type] # a set literal reads best
    church = Principal(subject="b", tier=Tier.PUBLIC, regions={"LON"}, sectors={"faith"})  # type: ignore[arg-type] # as above
    elsewhere = Principal(subject="c", tier=Tier.PUBLIC, regions={"WAL"}, sectors={"retail"})  # type: ignore[arg-type] # as above
    said = [addressed(audience, (each, NO_HOLDINGS)) for each in (shopkeeper, church, elsewhere)]
    assert [True, False, False] == said


def test_a_person_is_in_an_area_if_premises_of_their_organisation_are() -> None:
    inside, outside, unknown = shop(), shop(53.5, -2.5), place(premises_type="shop")
    for audience in ([include(Kind.POLYGON, CENTRE)], [include(Kind.CIRCLE, AROUND)]):
        assert addressed(audience, holding(outside, inside))
        assert not addressed(audience, holding(outside))
        assert not addressed(audience, holding(unknown))
        assert not addressed(audience, holding(regions=frozenset({"LON"})))


def test_a_stadium_in_the_area_is_not_a_shop_there_and_a_stadium_elsewhere() -> None:
    audience = [include(Kind.POLYGON, CENTRE), must_be(Kind.PREMISES_TYPE, "sports-ground")]
    assert addressed(audience, holding(ground()))
    assert not addressed(audience, holding(shop(), ground(53.5, -2.5)))


def test_a_hole_in_an_area_leaves_out_the_premises_in_it_and_not_their_neighbours() -> None:
    hole = Circle.of(51.5, -0.1, 1).text
    audience = [include(Kind.POLYGON, CENTRE), exclude(Kind.CIRCLE, hole)]
    assert not addressed(audience, holding(shop()))
    assert addressed(audience, holding(shop(), shop(51.55, -0.2)))


def test_must_be_rows_of_areas_are_alternatives_whatever_their_shape() -> None:
    audience = [
        include(Kind.EVERYONE),
        must_be(Kind.POLYGON, NORTH),
        must_be(Kind.CIRCLE, AROUND),
    ]
    assert addressed(audience, holding(shop()))
    assert addressed(audience, holding(shop(53.5, -2.5)))
    assert not addressed(audience, holding(shop(0, 0)))


def test_a_region_is_the_persons_own_or_that_of_their_premises() -> None:
    audience = [include(Kind.REGION, "LON")]
    assert addressed(audience, holding(regions=frozenset({"LON"})))
    assert addressed(audience, holding(shop()))
    assert not addressed(audience, holding(place(51.5, -0.1, regions=frozenset({"WAL"}))))


def test_a_sector_is_the_persons_own_or_their_organisations() -> None:
    audience = [include(Kind.SECTOR, "retail")]
    who = Principal(subject="a", tier=Tier.VERIFIED, organisation_id="org-1")
    assert addressed(audience, (who, Holdings(sectors=frozenset({"retail"}))))
    assert not addressed(audience, (who, NO_HOLDINGS))


def test_somebody_without_an_account_is_in_an_area_if_a_postcode_of_theirs_is() -> None:
    alert = content(audience=(include(Kind.POLYGON, CENTRE),))
    here, there = (51_500_000, -100_000), (53_500_000, -2_500_000)
    assert recipient(points=(there, here)).reached_by(alert)
    assert not recipient(points=(there,)).reached_by(alert)
    assert not recipient().reached_by(alert)
    assert recipient().reached_by(content(audience=(include(Kind.REGION, "LON"),)))


def test_areas_are_of_one_sort_and_every_other_kind_is_its_own() -> None:
    assert {"AREA"} == {sort_of(include(kind, VALUES[kind][0])) for kind in AREAS}
    assert len(Kind) - 1 == len({sort_of(include(kind, VALUES[kind][0])) for kind in Kind})
