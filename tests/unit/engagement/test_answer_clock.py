"""By when an answer is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.places import REGIONS
from services.engagement.domain.answer_clock import HOLIDAYS, LONDON, AnswerClock, is_working_day

MOMENTS = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
PLACES = st.sampled_from(sorted(REGIONS))


@pytest.mark.parametrize(
    ("asked", "region", "due"),
    [
        # A Tuesday in winter: Wednesday, Thursday, Friday.
        ("2026-11-24T12:00+00:00", "LON", "2026-11-27T17:00+00:00"),
        # A Friday before Scotland's St Andrew's Day on the Monday.
        ("2026-11-27T12:00+00:00", "LON", "2026-12-02T17:00+00:00"),
        ("2026-11-27T12:00+00:00", "SCO", "2026-12-03T17:00+00:00"),
        # Northern Ireland's own day in July, and 17:00 in summer is 16:00 UTC.
        ("2026-07-10T12:00+00:00", "LON", "2026-07-15T16:00+00:00"),
        ("2026-07-10T12:00+00:00", "NI", "2026-07-16T16:00+00:00"),
        # Christmas and the Monday in its place.
        ("2026-12-23T12:00+00:00", "WAL", "2026-12-30T17:00+00:00"),
        # Asked on a Saturday, and at 23:30 UTC in summer, which is the next day in London.
        ("2026-06-06T12:00+00:00", "LON", "2026-06-10T16:00+00:00"),
        ("2026-06-08T23:30+00:00", "LON", "2026-06-12T16:00+00:00"),
    ],
)
def test_three_working_days_of_the_askers_region(asked: str, region: str, due: str) -> None:
    moment = AnswerClock(3).due(datetime.fromisoformat(asked), region)
    assert datetime.fromisoformat(due) == moment


@given(asked=MOMENTS, region=PLACES, days=st.integers(1, 30))
def test_between_asking_and_due_lie_as_many_working_days_as_promised(
    asked: datetime, region: str, days: int
) -> None:
    due = AnswerClock(days).due(asked, region)
    first, last = (moment.astimezone(LONDON).date() for moment in (asked, due))
    between = (first + timedelta(days=day) for day in range(1, (last - first).days + 1))
    assert days == sum(is_working_day(day, region) for day in between)
    assert is_working_day(last, region)
    assert 17 == due.astimezone(LONDON).hour


def test_no_holiday_of_the_table_is_on_a_weekend_and_every_year_has_christmas() -> None:
    for days in HOLIDAYS.values():
        assert all(day.weekday() < 5 for day in days)
        years = {day.year for day in days}
        for year in years:
            christmas = {date(year, 12, day) for day in (25, 26, 27, 28)} & days
            assert 2 == len(christmas)
