"""When an account that nobody uses closes, over any day of any year."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.dormancy import Sighting

DAYS = st.dates(date(2024, 1, 1), date(2040, 12, 31))


@given(day=DAYS)
def test_it_is_the_same_day_a_year_later_or_the_months_last(day: date) -> None:
    until = Sighting(subject="one", day=day).until
    assert (day.year + 1, day.month) == (until.year, until.month)
    leap = (day.month, day.day) == (2, 29)
    assert until == datetime(day.year + 1, day.month, 28 if leap else day.day, tzinfo=UTC)
    assert timedelta(days=365) <= until.date() - day <= timedelta(days=366)


@given(day=DAYS, later=st.integers(0, 400))
def test_who_was_here_later_never_goes_earlier(day: date, later: int) -> None:
    first = Sighting(subject="one", day=day)
    second = Sighting(subject="one", day=day + timedelta(days=later))
    assert first.until <= second.until
