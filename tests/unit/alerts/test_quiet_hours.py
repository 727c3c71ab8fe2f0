"""Nobody is woken for what can wait, and nobody sleeps through what cannot."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.domain.content import Severity, Urgency
from services.alerts.domain.quiet_hours import QuietHours, is_life_safety
from services.alerts.domain.wording import CapStatus
from tests.fakes.alerts import issued

LONDON = ZoneInfo("Europe/London")
NIGHT = QuietHours(22 * 60, 7 * 60)
MINUTES = st.integers(0, 24 * 60 - 1)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ((2026, 1, 10, 22, 0), (2026, 1, 11, 7, 0)),
        ((2026, 1, 11, 6, 59), (2026, 1, 11, 7, 0)),
        ((2026, 7, 10, 21, 0), (2026, 7, 11, 6, 0)),
        ((2026, 3, 28, 23, 0), (2026, 3, 29, 6, 0)),
        ((2026, 10, 24, 22, 0), (2026, 10, 25, 7, 0)),
    ],
    ids=["winter", "the last minute", "summer", "clocks go forward", "clocks go back"],
)
def test_they_end_by_the_clock_in_london(at, end) -> None:
    assert datetime(*end, tzinfo=UTC) == NIGHT.end_after(datetime(*at, tzinfo=UTC))


@pytest.mark.parametrize(
    "at", [(2026, 1, 11, 7, 0), (2026, 1, 11, 21, 59), (2026, 7, 11, 6, 0), (2026, 7, 11, 20, 59)]
)
def test_outside_them_nothing_waits(at) -> None:
    assert NIGHT.end_after(datetime(*at, tzinfo=UTC)) is None


def test_an_end_that_a_day_has_not_is_an_hour_later_by_the_clock() -> None:
    early = QuietHours(23 * 60, 90)
    spring = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert datetime(2026, 3, 29, 1, 0, tzinfo=UTC) <= early.end_after(spring)
    assert early.end_after(spring) <= datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_an_end_that_comes_twice_is_an_end_each_time() -> None:
    early = QuietHours(23 * 60, 90)
    first = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == early.end_after(first)
    again = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert datetime(2026, 10, 25, 1, 30, tzinfo=UTC) == early.end_after(again)


@given(starts=MINUTES, ends=MINUTES, after=st.integers(0, 366 * 24 * 60))
def test_an_end_is_later_outside_and_within_a_day_and_an_hour(starts, ends, after) -> None:
    if starts == ends:
        return
    quiet = QuietHours(starts, ends)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=after)
    end = quiet.end_after(at)
    if end is not None:
        assert at < end <= at + timedelta(hours=25)
        assert quiet.end_after(end) is None


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("status", CapStatus)
def test_what_may_be_about_lives_is_never_held_back(severity, urgency, status) -> None:
    line = {"action_line": "Leave now."} if urgency is Urgency.IMMEDIATE else {}
    content = issued(severity=severity, urgency=urgency, **line).content
    serious = severity in {Severity.EXTREME, Severity.SEVERE} or urgency is Urgency.IMMEDIATE
    assert serious == is_life_safety(content)
    if status is not CapStatus.ACTUAL:
        from dataclasses import replace

        assert not is_life_safety(replace(content, cap_status=status))
