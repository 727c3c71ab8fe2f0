"""How long a tier lasts: months are months, also over leap days, and each warning comes once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.tiers import Tier
from services.identity.domain.tier_term import TierTerm, months_after

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "months", "until"),
    [
        ((2026, 11, 27), 24, (2028, 11, 27)),
        ((2028, 2, 29), 24, (2030, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
        ((2027, 1, 31), 1, (2027, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2026, 12, 31), 24, (2028, 12, 31)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2100, 1, 31), 1, (2100, 2, 28)),
        ((2026, 3, 28), 24, (2028, 3, 28)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last_there_is(began, months, until) -> None:
    at = datetime(*began, 9, 30, tzinfo=UTC)
    assert datetime(*until, 9, 30, tzinfo=UTC) == months_after(at, months)


@given(
    st.integers(-1000, 27_000).map(lambda days: AT + timedelta(days=days)),
    st.integers(1, 120),
)
def test_a_later_grant_never_ends_sooner(at: datetime, months: int) -> None:
    assert months_after(at, months) <= months_after(at + timedelta(days=1), months)
    assert 28 * months <= (months_after(at, months) - at).days <= 31 * months


def term(warned: int | None = None) -> TierTerm:
    made = TierTerm.granted("owner", Tier.VERIFIED, AT, 24)
    return made if warned is None else made.with_warning(warned)


@pytest.mark.parametrize(
    ("before", "warned", "due"),
    [
        (timedelta(days=30, seconds=1), None, None),
        (timedelta(days=30), None, 30),
        (timedelta(days=20), 30, None),
        (timedelta(days=7, seconds=1), 30, None),
        (timedelta(days=7), 30, 7),
        (timedelta(days=7), None, 7),
        (timedelta(days=1), 7, None),
        (timedelta(0), 30, None),
    ],
)
def test_each_warning_is_due_once_and_none_when_it_is_over(before, warned, due) -> None:
    assert due == term(warned).warning_due(term().until - before)


def test_a_term_is_over_at_its_end_and_may_be_renewed_before() -> None:
    made = term()
    assert not made.over(made.until - timedelta(microseconds=1))
    assert made.over(made.until)
    assert not made.renewable(made.until - timedelta(days=90, microseconds=1))
    assert made.renewable(made.until - timedelta(days=90))
