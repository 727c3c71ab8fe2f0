"""From no answer, and from no two of the same day, can a figure under five be worked out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.tiers import Tier
from services.analytics.domain.disclosure import (
    LEAST,
    WITHOUT_ACCOUNT,
    Day,
    disclosed,
    hidden_of,
)
from services.analytics.domain.tally import Tally, tallied
from services.analytics.domain.usage import UNKNOWN, Dimension, Usage
from tests.fakes.analytics import TODAY, usage

REGIONS = ("LON", "WAL", "SCO", "NI", "SW")
DOMAINS: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.TIER: tuple(tier.name for tier in Tier),
    Dimension.REGION: (UNKNOWN, *REGIONS),
    Dimension.SECTOR: (UNKNOWN, "retail", "faith", "sport-stadia"),
    Dimension.DETAIL: (UNKNOWN, "Severe", "Minor"),
    Dimension.SERVICE: ("alerts", "demo"),
}


def cells(**people: int) -> list[Tally]:
    """Values of a region's breakdown, an event a person; nobody is no cell."""
    return [
        Tally(metric="m", day=TODAY, dimension=Dimension.REGION, value=v, events=n, people=n)
        for v, n in people.items()
        if n
    ]


def told(values: list[Tally]) -> Day:
    total = sum(each.people for each in values)
    whole = replace(values[0], dimension=Dimension.NONE, value="", events=total, people=total)
    return disclosed(TODAY, whole, values)


def answers(events: Iterable[Usage]) -> dict[Dimension, Day]:
    """Everything that can be asked of one metric's day."""
    tallies: defaultdict[Dimension, list[Tally]] = defaultdict(list)
    for each in tallied(events):
        tallies[each.dimension].append(each)
    (total,) = tallies.pop(Dimension.NONE, None) or [None]
    return {each: disclosed(TODAY, total, tallies[each]) for each in DOMAINS} | {
        Dimension.NONE: disclosed(TODAY, total, [])
    }


def test_small_values_are_hidden_with_the_smallest_large_one() -> None:
    day = told(cells(LON=20, WAL=3, SCO=9, SW=7))
    assert ["LON", "SCO"] == [cell.value for cell in day.cells]
    assert (39, 10) == (day.events, day.rest_events)


def test_without_a_small_value_all_are_told() -> None:
    day = told(cells(LON=20, WAL=5))
    assert ["LON", "WAL"] == [cell.value for cell in day.cells]
    assert 0 == day.rest_events


def test_values_of_the_same_size_are_hidden_together_so_that_no_name_decides() -> None:
    assert {"WAL", "SCO", "SW"} == hidden_of(cells(LON=20, WAL=3, SCO=7, SW=7))


def test_who_has_no_account_covers_for_nobody() -> None:
    """How many they are can be told from the tier PUBLIC."""
    some = cells(LON=20, WAL=3, SCO=9)
    nowhere = replace(some[0], value=UNKNOWN, people=6, events=6)
    assert {UNKNOWN, "WAL", "SCO"} == hidden_of([*some, nowhere])
    assert {UNKNOWN, "WAL", "SCO", "LON"} == hidden_of(
        [*some, replace(nowhere, people=2), replace(some[0], value="NW", people=30)]
    )


@pytest.mark.parametrize("people", range(LEAST))
def test_a_day_of_fewer_than_five_is_withheld_whether_four_or_none(people: int) -> None:
    events = [usage(region="LON") for _ in range(people)]
    for day in answers(events).values():
        assert Day(day=TODAY) == day


def test_one_persons_many_events_are_one_person() -> None:
    events = [usage(pseudonym="me") for _ in range(100)]
    assert {True} == {day.withheld for day in answers(events).values()}


def test_events_without_a_pseudonym_are_a_person_each() -> None:
    events = [usage(pseudonym="", tier=Tier.PUBLIC, region="", sector="") for _ in range(5)]
    assert (5, 5) == (
        answers(events)[Dimension.TIER].cells[0].people,
        answers(events)[Dimension.NONE].people,
    )


HOW_MANY = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20])
"""Around five, where it matters."""


@st.composite
def days(draw: st.DrawFn) -> list[Usage]:
    """A metric's day: groups of people of one region and tier, and people without an account."""
    events: list[Usage] = []

    def group(people: int, **given: Any) -> None:
        for _ in range(people):
            who = usage(sector=draw(st.sampled_from(("retail", "faith"))), **given)
            details = draw(st.sampled_from([("Severe",), ("Severe", "Minor"), ("",)]))
            events.extend(replace(who, event_id=uuid4(), detail=each) for each in details)

    for region in REGIONS:
        group(draw(HOW_MANY), region=region, tier=draw(st.sampled_from(list(Tier)[1:])))
    group(draw(HOW_MANY), service="demo")
    nobody = {"pseudonym": "", "tier": Tier.PUBLIC, "region": UNKNOWN, "sector": UNKNOWN}
    events.extend(usage(**nobody, detail="Minor") for _ in range(draw(HOW_MANY)))
    return events


def exchanged(events: list[Usage], dimension: Dimension, one: str, other: str) -> list[Usage]:
    """Give each of two values the other's name, in every event."""
    names = {one: other, other: one}

    def renamed(each: Usage) -> Usage:
        value = names.get(each.value(dimension), each.value(dimension))
        return replace(
            each, **{dimension.value: Tier[value] if dimension is Dimension.TIER else value}
        )

    return [renamed(each) for each in events]


@settings(max_examples=150)
@given(days())
def test_nothing_small_is_told_and_the_figures_add_up(events: list[Usage]) -> None:
    for dimension, day in answers(events).items():
        if day.withheld:
            assert Day(day=TODAY) == day
            continue
        assert day.people >= LEAST
        assert len(events) == day.events
        assert all(cell.people >= LEAST for cell in day.cells)
        if dimension is not Dimension.NONE:
            assert day.events == sum(cell.events for cell in day.cells) + day.rest_events


@settings(max_examples=150)
@given(days())
def test_each_small_value_could_be_another_of_five_or_more(events: list[Usage]) -> None:
    """Exchange their names: every answer in every dimension stays as it was.

    So whoever holds all answers, and knows this program, knows of no hidden value whether it is
    under five. Named values have a named partner: how many have no account tells nothing of them.
    """
    before = answers(events)
    for dimension, domain in DOMAINS.items():
        if before[dimension].withheld:
            continue
        here = [each for each in tallied(events) if each.dimension is dimension]
        people = dict.fromkeys(domain, 0) | {each.value: each.people for each in here}
        shown = {cell.value for cell in before[dimension].cells}
        hidden = hidden_of(here)
        assert shown.isdisjoint(hidden)
        if not shown:
            continue  # nothing but the day's total is told: see the test below
        for small in (value for value in hidden if people[value] < LEAST):
            partners = [
                value
                for value in hidden - {small}
                if people[value] >= LEAST
                and (small in WITHOUT_ACCOUNT or value not in WITHOUT_ACCOUNT)
                and answers(exchanged(events, dimension, small, value)) == before
            ]
            assert partners, (dimension, small, people)


LARGEST = 11


def test_every_small_figure_has_another_that_would_be_told_the_same() -> None:
    """All breakdowns there are, of four named values and few people: each answer has many."""
    possible: defaultdict[Day, list[dict[str, int]]] = defaultdict(list)
    names = ("a", "b", "c", "d")
    for counts in product(range(LARGEST), repeat=len(names)):
        values = dict(zip(names, counts, strict=True))
        if any(counts):
            possible[told(cells(**values))].append(values)
    looked_at = 0
    for day, alike in possible.items():
        shown = {cell.value for cell in day.cells}
        for values in alike:
            for name in values.keys() - shown:
                if 0 < values[name] < LEAST:
                    looked_at += 1
                    assert 2 <= len({other[name] for other in alike}), (day, values)
    assert looked_at > 1000


def test_without_the_cover_it_would_be_worked_out() -> None:
    """The control of the tests above: the total less what is told is the one small figure."""
    values = cells(LON=20, WAL=3, SCO=9)
    primary_only = [each for each in values if each.people >= LEAST]
    left = sum(each.events for each in values) - sum(each.events for each in primary_only)
    assert 3 == left
    day = told(values)
    assert day.rest_events == 12
