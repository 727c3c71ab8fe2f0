"""By when somebody who asks about their data is answered."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.working_days import is_working_day, months_on, working_day
from services.identity.domain.privacy_clock import (
    acknowledgement_due,
    answer_due,
    longest_due,
)

DAYS = st.dates(date(2025, 11, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2027, 1, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2028, 1, 31), date(2028, 2, 29)),  # a leap year's last of February, a Tuesday
        (date(2028, 1, 29), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, weekend, the bank holiday in lieu
        (date(2027, 2, 26), date(2027, 3, 30)),  # Good Friday to after Easter Monday
        (date(2026, 12, 31), date(2027, 2, 1)),  # 31 January is a Sunday
    ],
)
def test_a_month_ends_on_the_corresponding_date_or_the_next_working_day(
    received: date, due: date
) -> None:
    assert due == answer_due(received)


@given(DAYS)
def test_an_answer_is_due_on_a_working_day_of_the_next_month_or_just_after(received: date) -> None:
    due, corresponding = answer_due(received), months_on(received, 1)
    assert is_working_day(due)
    assert corresponding <= due <= corresponding + timedelta(days=5)
    assert not any(
        is_working_day(corresponding + timedelta(days=n)) for n in range((due - corresponding).days)
    )


@given(DAYS, DAYS)
def test_who_asks_later_is_never_due_earlier(one: date, two: date) -> None:
    first, second = sorted((one, two))
    assert answer_due(first) <= answer_due(second)
    assert longest_due(first) <= longest_due(second)
    assert answer_due(first) < longest_due(first)


@given(DAYS)
def test_the_longest_is_three_months_and_not_more(received: date) -> None:
    assert working_day(months_on(received, 3)) == longest_due(received)
    assert timedelta(days=89) <= longest_due(received) - received <= timedelta(days=97)


def test_an_acknowledgement_is_due_after_thirty_days_of_any_kind() -> None:
    assert date(2026, 12, 26) == acknowledgement_due(date(2026, 11, 26))
