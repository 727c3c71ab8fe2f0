"""An audience that can be for nobody is refused by name; one that might be for somebody is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.audiences import AudienceRow, Kind
from kernel.markings import Marking
from kernel.tiers import Tier
from services.alerts.domain.area import Circle
from services.alerts.domain.audience import Person
from services.alerts.domain.contradiction import see_that_somebody_can_match
from services.alerts.domain.errors import AudienceForNobody
from tests.unit.alerts.test_audience import (
    AROUND,
    CENTRE,
    NORTH,
    addressed,
    exclude,
    include,
    must_be,
    people,
    rows,
)

EVERYONE = include(Kind.EVERYONE)
WIDE = Circle.of(51.5, -0.1, 20).text

KIND = Kind.PREMISES_TYPE

NOBODY = [
    ("includes nobody", []),
    ("includes nobody", [must_be(Kind.REGION, "LON"), exclude(Kind.SECTOR, "faith")]),
    ("leaves out everyone", [EVERYONE, exclude(Kind.EVERYONE)]),
    ("leaves out everyone", [EVERYONE, exclude(Kind.TIER, "PUBLIC")]),
    ("may read the alert", [EVERYONE, exclude(Kind.TIER, "REGISTERED")]),
    ("leaves out again", [include(Kind.REGION, "LON"), exclude(Kind.REGION, "LON")]),
    ("leaves out again", [include(Kind.TIER, "TRUSTED"), exclude(Kind.TIER, "VERIFIED")]),
    ("leaves out again", [include(Kind.POLYGON, CENTRE), exclude(Kind.POLYGON, CENTRE)]),
    ("leaves out again", [include(Kind.CIRCLE, AROUND), exclude(Kind.CIRCLE, WIDE)]),
    ("of area", [include(Kind.POLYGON, CENTRE), must_be(Kind.POLYGON, NORTH)]),
    ("of area", [include(Kind.CIRCLE, AROUND), must_be(Kind.POLYGON, NORTH)]),
    ("of organisation", [include(Kind.ORGANISATION, "a"), must_be(Kind.ORGANISATION, "b")]),
    ("of premises_type", [include(KIND, "shop"), must_be(KIND, "hall")]),
    ("of region", [EVERYONE, must_be(Kind.REGION, "LON"), exclude(Kind.REGION, "LON")]),
]  # fmt: skip

SOMEBODY = [
    [EVERYONE],
    [EVERYONE, exclude(Kind.REGION, "LON")],
    [include(Kind.REGION, "WAL"), must_be(Kind.REGION, "LON")],
    [include(Kind.REGION, "LON"), include(Kind.REGION, "WAL"), exclude(Kind.REGION, "LON")],
    [include(Kind.POLYGON, CENTRE), exclude(Kind.CIRCLE, AROUND)],
    [include(Kind.POLYGON, CENTRE), must_be(Kind.POLYGON, NORTH), must_be(Kind.CIRCLE, AROUND)],
    [include(Kind.CIRCLE, WIDE), exclude(Kind.CIRCLE, AROUND)],
    [include(Kind.ORGANISATION, "a"), must_be(Kind.PREMISES_TYPE, "sports-ground")],
    [EVERYONE, exclude(Kind.TIER, "TRUSTED")],
]


@pytest.mark.parametrize(("why", "audience"), NOBODY)
def test_what_can_be_for_nobody_is_refused_and_says_why(
    why: str, audience: list[AudienceRow]
) -> None:
    with pytest.raises(AudienceForNobody, match=why):
        see_that_somebody_can_match(audience, Tier.REGISTERED)


@pytest.mark.parametrize("audience", SOMEBODY)
def test_what_might_be_for_somebody_is_taken(audience: list[AudienceRow]) -> None:
    see_that_somebody_can_match(audience, Tier.REGISTERED)


@given(people(), st.lists(rows(), max_size=6), st.sampled_from(Tier))
def test_nobody_is_addressed_by_what_is_refused(
    who: Person, audience: list[AudienceRow], tier: Tier
) -> None:
    try:
        see_that_somebody_can_match(audience, tier)
    except AudienceForNobody:
        marking = Marking(tlp=Marking.clear().tlp, minimum_tier=tier)
        assert not (addressed(audience, who) and may_read(who[0], marking))
