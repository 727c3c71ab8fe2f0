"""Which days are worked on, nation by nation, and what five of them come to."""

import calendar
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.working_days import (
    HOLIDAYS,
    Nation,
    day_of,
    end_of,
    is_working_day,
    months_on,
    working_day,
    working_days_on,
)

DAYS = st.dates(date(2025, 11, 1), date(2032, 12, 31))
NATIONS = st.sampled_from(Nation)
ENGLAND, WALES, SCOTLAND, ULSTER = Nation


@pytest.mark.parametrize(
    ("received", "nation", "due"),
    [
        (date(2026, 11, 2), ENGLAND, date(2026, 11, 9)),  # a Monday, and the next one
        (date(2026, 11, 27), ENGLAND, date(2026, 12, 4)),  # over the end of a month
        (date(2026, 11, 27), SCOTLAND, date(2026, 12, 7)),  # St Andrew's Day is the Monday
        (date(2026, 11, 28), ENGLAND, date(2026, 12, 4)),  # a Saturday counts from Monday on
        (date(2026, 12, 23), ENGLAND, date(2027, 1, 4)),  # Christmas, in lieu, New Year
        (date(2026, 12, 23), WALES, date(2027, 1, 4)),
        (date(2026, 12, 23), SCOTLAND, date(2027, 1, 5)),  # 2 January in lieu
        (date(2027, 3, 25), ENGLAND, date(2027, 4, 5)),  # Good Friday and Easter Monday
        (date(2027, 3, 25), SCOTLAND, date(2027, 4, 2)),  # no Easter Monday there
        (date(2027, 7, 9), ENGLAND, date(2027, 7, 16)),
        (date(2027, 7, 9), ULSTER, date(2027, 7, 19)),  # the Twelfth
        (date(2027, 3, 16), ULSTER, date(2027, 3, 24)),  # St Patrick's Day
        (date(2027, 8, 27), ENGLAND, date(2027, 9, 6)),  # the August holiday is the last Monday
        (date(2027, 7, 30), SCOTLAND, date(2027, 8, 9)),  # and in Scotland the first
        (date(2028, 2, 25), ENGLAND, date(2028, 3, 3)),  # over 29 February
        (date(2028, 2, 29), ENGLAND, date(2028, 3, 7)),  # from it
        (date(2028, 2, 22), ENGLAND, date(2028, 2, 29)),  # to it
        (date(2027, 2, 22), ENGLAND, date(2027, 3, 1)),  # a year without one
    ],
)
def test_five_working_days_are_those_of_the_nation(
    received: date, nation: Nation, due: date
) -> None:
    assert due == working_days_on(received, 5, nation)


@given(DAYS, st.integers(1, 30), NATIONS)
def test_a_term_has_exactly_so_many_working_days_and_ends_on_one(
    day: date, count: int, nation: Nation
) -> None:
    due = working_days_on(day, count, nation)
    after = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert count == sum(is_working_day(each, nation) for each in after)
    assert is_working_day(due, nation)


@given(DAYS, DAYS, NATIONS)
def test_what_comes_later_is_never_due_earlier(one: date, two: date, nation: Nation) -> None:
    first, second = sorted((one, two))
    assert working_days_on(first, 5, nation) <= working_days_on(second, 5, nation)


@given(DAYS, NATIONS)
def test_a_day_that_is_worked_on_is_its_own_next_one(day: date, nation: Nation) -> None:
    following = working_day(day, nation)
    assert day <= following <= day + timedelta(days=5)
    assert (following == day) == is_working_day(day, nation)


@given(DAYS)
def test_the_corresponding_date_is_the_same_day_or_the_months_last(received: date) -> None:
    after = months_on(received, 1)
    assert (received.year * 12 + received.month + 1) == (after.year * 12 + after.month)
    last = calendar.monthrange(after.year, after.month)[1]
    assert after.day == min(received.day, last)


@pytest.mark.parametrize(
    ("nation", "most"), [(ENGLAND, 8), (WALES, 8), (SCOTLAND, 9), (ULSTER, 10)]
)
def test_bank_holidays_are_no_weekends_and_none_is_left_out(nation: Nation, most: int) -> None:
    years = [each.year for each in HOLIDAYS[nation]]
    assert {2026: most, 2027: most, 2028: most} == {year: years.count(year) for year in set(years)}
    assert all(each.weekday() < 5 for each in HOLIDAYS[nation])


def test_days_are_londons_in_summer_too() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert date(2026, 7, 1) == day_of(late)
    assert datetime(2026, 7, 1, 23, tzinfo=UTC) == end_of(date(2026, 7, 1))
    assert datetime(2026, 12, 2, tzinfo=UTC) == end_of(date(2026, 12, 1))
