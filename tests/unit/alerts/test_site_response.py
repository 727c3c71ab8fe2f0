"""What counts at a premises is never less than the threat level asks for."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.site_response import (
    NoSiteOverride,
    OverrideEnd,
    SiteResponseBelowNational,
    SiteStanding,
    is_lower,
    series_of,
)
from services.alerts.domain.threat_change import StandingLevel
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, ThreatSeries
from tests.fakes.alerts import NOON
from tests.fakes.sites import own_level, site, wanted

HOUR = timedelta(hours=1)
RESPONSES = st.sampled_from(ResponseLevel)


def level(response: ResponseLevel, number: int = 1) -> StandingLevel:
    return StandingLevel(
        series=ThreatSeries.NATIONAL,
        number=number,
        level=ThreatLevel.SEVERE,
        response=response,
        since=NOON,
        set_at=NOON,
    )


NORMAL, HEIGHTENED, EXCEPTIONAL = ResponseLevel


def test_without_a_level_of_its_own_a_premises_follows_the_threat_level() -> None:
    there = site(level(HEIGHTENED))
    assert (SiteStanding.FOLLOWS, HEIGHTENED, 1) == (
        there.standing(NOON),
        there.response(NOON),
        there.version,
    )


def test_where_nothing_is_set_nothing_is_guessed_and_an_own_level_may_be_any() -> None:
    assert site().response(NOON) is None
    there = site().with_override(uuid4(), wanted(NOON, response=NORMAL), by="lead", at=NOON)
    assert (SiteStanding.OWN, NORMAL) == (there.standing(NOON), there.response(NOON))


@given(asked=RESPONSES, own=RESPONSES)
def test_no_premises_may_do_less_than_it_is_asked(asked, own) -> None:
    there = site(level(asked))
    if is_lower(own, asked):
        with pytest.raises(SiteResponseBelowNational):
            there.with_override(uuid4(), wanted(NOON, response=own), by="lead", at=NOON)
    else:
        done = there.with_override(uuid4(), wanted(NOON, response=own), by="lead", at=NOON)
        assert own is done.response(NOON)


@given(
    then=RESPONSES,
    own=RESPONSES,
    now=RESPONSES,
    hours=st.integers(0, 50),
    begins=st.integers(0, 20),
)
def test_whatever_comes_what_counts_is_never_less_than_is_asked(
    then, own, now, hours, begins
) -> None:
    if is_lower(own, then):
        return
    at = NOON + hours * HOUR
    since = NOON + begins * HOUR if begins else None
    newest = own_level(NOON, national=level(then), response=own, since=since)
    there = site(level(now, 2), newest)
    counts = there.response(at)
    assert counts is not None
    assert not is_lower(counts, now)
    own_time = (since or NOON) <= at < newest.until
    assert counts is (own if own_time and not is_lower(own, now) else now)


def test_an_own_level_begins_is_overtaken_stands_again_and_ends_and_each_is_told_once() -> None:
    low, high = level(NORMAL), level(EXCEPTIONAL, 2)
    own = own_level(NOON, national=low, response=HEIGHTENED, since=NOON + HOUR)
    assert SiteStanding.PLANNED is own.told
    assert own.followed(low, NOON) is None
    heard = []
    for standing, at in (
        (low, NOON + HOUR),
        (high, NOON + 2 * HOUR),
        (high, NOON + 3 * HOUR),
        (level(HEIGHTENED, 3), NOON + 4 * HOUR),
        (level(NORMAL, 4), NOON + 5 * HOUR),
    ):
        later = own.followed(standing, at)
        if later is not None:
            own = later
            heard.append((later.told, later.version))
    assert [
        (SiteStanding.OWN, 3),
        (SiteStanding.OVERTAKEN, 4),
        (SiteStanding.OWN, 5),
        (SiteStanding.OWN, 6),
    ] == heard
    over = own.followed(low, own.until + HOUR)
    assert over is not None
    assert (OverrideEnd.RAN_OUT, own.until, None) == (over.end, over.ended_at, over.ended)
    assert SiteStanding.FOLLOWS is over.told
    assert over.followed(high, own.until + HOUR) is None


def test_who_lifts_it_says_why_and_it_cannot_be_lifted_twice_or_after_its_date() -> None:
    own = own_level(NOON)
    lifted = own.lift(by="other", why="Over.", at=NOON + HOUR)
    assert ("other", "Over.", OverrideEnd.LIFTED) == (
        lifted.ended.by,
        lifted.ended.why,
        lifted.end,
    )
    assert {"lead", "other"} == lifted.people
    for late, at in ((lifted, NOON), (own, own.until)):
        with pytest.raises(NoSiteOverride):
            late.lift(by="other", why="Over.", at=at)


def test_one_that_takes_anothers_place_ends_it_or_finds_it_over() -> None:
    own = own_level(NOON)
    assert OverrideEnd.REPLACED is own.replaced(by="lead", at=NOON).end
    assert OverrideEnd.RAN_OUT is own.replaced(by="lead", at=own.until).end


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, []),
        ({"reason": " "}, ["reason"]),
        ({"reason": "x" * 501}, ["reason"]),
        ({"reason": "a\x00"}, ["reason"]),
        ({"since": NOON - HOUR}, ["since"]),
        ({"since": NOON + timedelta(days=91), "until": NOON + timedelta(days=92)}, ["since"]),
        ({"until": NOON}, ["until"]),
        ({"until": NOON + timedelta(days=367)}, ["until"]),
        ({"since": NOON + HOUR, "until": NOON + HOUR}, ["until"]),
        ({"reason": "", "until": NOON}, ["reason", "until"]),
    ],
    ids=str,
)
def test_each_part_that_is_wrong_is_named(said, fields) -> None:
    assert fields == [each.field for each in wanted(NOON, **said).violations(NOON)]


def test_northern_ireland_has_a_series_of_its_own_and_nowhere_is_national() -> None:
    assert ThreatSeries.NORTHERN_IRELAND is series_of({"NI"})
    for regions in ({"LON"}, {"SCO", "NE"}, set(), {"NI", "SCO"}, {"gone"}):
        assert ThreatSeries.NATIONAL is series_of(regions)


def test_the_moments_are_those_that_were_said() -> None:
    own = own_level(NOON, since=NOON + HOUR)
    assert (NOON + HOUR, NOON) == (own.since, own.decided.at)
    assert isinstance(own.until, datetime)
