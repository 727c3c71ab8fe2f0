"""Whom a question is for."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chassis.errors import Invalid
from kernel.places import REGIONS, SECTORS
from services.engagement.domain.pools import (
    FALLBACK,
    Circle,
    Desk,
    Expert,
    Pool,
    circle_of,
    pool_for,
)
from tests.fakes.engagement import ASKER, a_principal

POOLS = st.builds(Pool, st.sampled_from(sorted(REGIONS)), st.sampled_from(sorted(SECTORS)))
SUBJECTS = st.sampled_from(["a", "b", "c", "d"])
EXPERTS = st.builds(
    Expert,
    subject=SUBJECTS,
    regions=st.frozensets(st.sampled_from(sorted(REGIONS)), max_size=3),
    sectors=st.frozensets(st.sampled_from(sorted(SECTORS)), max_size=3),
)
TEAMS = st.lists(EXPERTS, max_size=4, unique_by=lambda each: each.subject)


def desks(team: list[Expert]) -> list[Desk]:
    return [Desk.of(each, team) for each in team]


@given(team=TEAMS, pool=POOLS)
def test_a_question_is_always_seen_by_somebody_where_there_is_anybody(
    team: list[Expert], pool: Pool
) -> None:
    assume(team)
    assert any(desk.sees(pool, "asker") for desk in desks(team))


@given(team=TEAMS, pool=POOLS)
def test_who_sees_it_is_exactly_who_is_in_the_narrowest_circle_that_has_anybody(
    team: list[Expert], pool: Pool
) -> None:
    """The sets that the database is asked with say the same as the table."""
    inside = dict(FALLBACK)[circle_of(pool, team)]
    for desk in desks(team):
        assert inside(desk.expert, pool) == desk.sees(pool, "asker")


@given(team=TEAMS, pool=POOLS, asker=SUBJECTS)
def test_what_an_expert_asks_is_for_all_the_others_and_never_for_themselves(
    team: list[Expert], pool: Pool, asker: str
) -> None:
    assume(any(each.subject == asker for each in team))
    for desk in desks(team):
        assert desk.sees(pool, asker) == (desk.expert.subject != asker)


@given(team=TEAMS, pool=POOLS)
def test_an_outsider_to_a_pool_that_has_somebody_does_not_see_it(
    team: list[Expert], pool: Pool
) -> None:
    insider = Expert(
        subject="in", regions=frozenset({pool.region}), sectors=frozenset({pool.sector})
    )
    for desk in desks([*team, insider]):
        if pool.region not in desk.expert.regions or pool.sector not in desk.expert.sectors:
            assert not desk.sees(pool, "asker")


def test_the_circles_widen_from_the_pool_to_the_region_to_everyone() -> None:
    assert [Circle.POOL, Circle.REGION, Circle.EVERYONE] == [circle for circle, _ in FALLBACK]
    retail, events = Pool("LON", "retail"), Pool("LON", "events")
    here = Expert(subject="a", regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
    assert [Circle.POOL, Circle.REGION, Circle.EVERYONE, Circle.EVERYONE] == [
        circle_of(retail, [here]),
        circle_of(events, [here]),
        circle_of(Pool("WAL", "retail"), [here]),
        circle_of(retail, []),
    ]


def test_what_a_callers_own_token_says_of_them_is_newer_than_their_row() -> None:
    old = Expert(subject="a", regions=frozenset({"LON"}), sectors=frozenset({"retail"}))
    moved = Expert(subject="a", regions=frozenset({"WAL"}), sectors=frozenset({"retail"}))
    desk = Desk.of(moved, [old])
    assert (frozenset({"WAL"}), frozenset()) == (desk.manned, desk.colleagues)


def test_the_pool_is_the_askers_own_where_they_have_just_one() -> None:
    assert Pool("LON", "retail") == pool_for(ASKER, region="", sector="")
    assert Pool("WAL", "retail") == pool_for(ASKER, region="WAL", sector="")


@pytest.mark.parametrize(
    ("regions", "sectors", "region", "sector", "named"),
    [
        ([], [], "", "", ["region", "sector"]),
        (["LON", "WAL"], ["retail"], "", "", ["region"]),
        (["LON"], ["retail", "events"], "", "", ["sector"]),
        (["LON"], ["retail"], "MARS", "", ["region"]),
        (["LON"], ["retail"], "", "no-sector", ["sector"]),
        ([], ["retail"], "", "no-sector", ["region", "sector"]),
    ],
)
def test_where_it_cannot_be_known_the_asker_must_say(
    regions: list[str], sectors: list[str], region: str, sector: str, named: list[str]
) -> None:
    asker = a_principal("a", regions=regions, sectors=sectors)
    with pytest.raises(Invalid) as refused:
        pool_for(asker, region=region, sector=sector)
    assert named == [each.field for each in refused.value.violations]
