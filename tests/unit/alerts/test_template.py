"""Templates: two people's words, and slots that one may fill in within their bounds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from kernel.markings import Marking
from kernel.places import REGIONS
from services.alerts.domain.errors import (
    IllegalTransition,
    SelfApproval,
    TemplateExpired,
    TemplateNotApproved,
    VersionChanged,
)
from services.alerts.domain.places import GAZETTEER
from services.alerts.domain.template import AHEAD, BACK, Filling
from tests.fakes.templates import FILLING, NOON, approved, proposed, words

WELSH = words().translations[0]


def test_the_slots_are_filled_in_and_nothing_else_is_said() -> None:
    said = approved().filled(FILLING, NOON)
    assert "Stay inside in Bath" == said.headline
    assert "Demonstration since 12:00, within 500 m of Bath." == said.description
    assert "Arhoswch y tu mewn yn Bath" == said.translations[0].headline
    assert (Marking.clear(), NOON + timedelta(hours=1)) == (said.marking, said.expires_at)
    assert [("INCLUDE", "REGION", "SW")] == [
        (row.mode.value, row.kind.value, row.value) for row in said.audience
    ]
    assert ("Bath", 500) == (said.area.place, said.area.around[2])
    assert [] == said.violations(NOON)


def test_the_time_is_that_of_clocks_in_the_country() -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    template = approved(expires_at=summer + timedelta(days=1))
    said = template.filled(replace(FILLING, seen_at=summer), summer)
    assert "since 13:00" in said.description


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"place": "atlantis"}, "place"),
        ({"radius_metres": 0}, "radius_metres"),
        ({"radius_metres": 1001}, "radius_metres"),
        ({"seen_at": NOON - BACK - timedelta(seconds=1)}, "seen_at"),
        ({"seen_at": NOON + AHEAD + timedelta(seconds=1)}, "seen_at"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 181}, "minutes"),
    ],
)
def test_outside_its_bounds_nothing_is_said(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        approved().filled(replace(FILLING, **wrong), NOON)
    assert [field] == [each.field for each in refused.value.violations]


@given(
    place=st.sampled_from(sorted(GAZETTEER)),
    radius=st.integers(1, 1000),
    minutes=st.integers(1, 180),
    ago=st.integers(0, 360),
)
def test_whatever_fits_makes_a_good_alert(place: str, radius: int, minutes: int, ago: int) -> None:
    filling = Filling(
        place=place,
        radius_metres=radius,
        minutes=minutes,
        seen_at=NOON - timedelta(minutes=ago),
    )
    assert [] == approved().filled(filling, NOON).violations(NOON)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "content.name"),
        ({"name": "x" * 81}, "content.name"),
        ({"headline": "Stay", "description": "Here."}, "content.headline"),
        ({"headline": "{place} {who}"}, "content.headline"),
        ({"headline": "{place"}, "content.headline"),
        ({"headline": "{place}" * 20}, "content.headline"),
        ({"instruction": ""}, "content.instruction"),
        ({"action_line": ""}, "content.action_line"),
        ({"action_line": "a\nb"}, "content.action_line"),
        ({"translations": (replace(WELSH, headline="{pwy}"),)}, "content.translations[0].headline"),
        ({"translations": (replace(WELSH, language="fr"),)}, "content.translations[0].language"),
        ({"largest_radius_metres": 5001}, "content.largest_radius_metres"),
        ({"longest_minutes": 1441}, "content.longest_minutes"),
        ({"expires_at": NOON}, "content.expires_at"),
        ({"expires_at": NOON + timedelta(days=367)}, "content.expires_at"),
    ],
)
def test_each_wrong_field_is_named(wrong: dict[str, Any], field: str) -> None:
    assert field in [each.field for each in words(**wrong).violations(NOON)]


def test_a_good_template_has_nothing_wrong() -> None:
    assert [] == words().violations(NOON)


def test_two_people_agree_on_exactly_what_it_says() -> None:
    template = proposed(by="ada")
    with pytest.raises(SelfApproval):
        template.approve(by="ada", read=template.digest, at=NOON)
    with pytest.raises(VersionChanged):
        template.approve(by="bea", read=proposed().digest, at=NOON)
    good = template.approve(by="bea", read=template.digest, at=NOON)
    with pytest.raises(IllegalTransition):
        good.approve(by="cal", read=good.digest, at=NOON)


def test_only_an_approved_one_that_has_not_run_out_is_used() -> None:
    gone = approved().retire(by="x", why="Old.", at=NOON)
    for template in (proposed(), gone):
        with pytest.raises(TemplateNotApproved):
            template.filled(FILLING, NOON)
    with pytest.raises(TemplateExpired):
        approved(expires_at=NOON).filled(FILLING, NOON)
    with pytest.raises(IllegalTransition):
        gone.retire(by="y", why="Again.", at=NOON)


def test_every_place_is_in_a_region_that_we_know_and_in_this_country() -> None:
    for place in GAZETTEER.values():
        assert place.region in REGIONS
        assert 49 < place.latitude < 61
        assert -9 < place.longitude < 2
