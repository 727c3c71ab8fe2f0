"""The one rule for what ends by itself, over any months, leap days and changes of the clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.identity.domain.ending import WARNED_DAYS, next_look, warning_due

MOMENTS = st.integers(0, 6 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
DAY = timedelta(days=1)


@given(until=MOMENTS, begin=st.integers(0, 800), steps=st.lists(st.floats(0, 90), max_size=40))
def test_however_often_it_is_looked_each_notice_is_sent_once_and_none_after_the_end(
    until: datetime, begin: int, steps: list[float]
) -> None:
    at, warned, sent = until - begin * DAY, None, []
    for step in steps:
        due = warning_due(until, warned, at)
        if due is not None:
            assert until - due * DAY <= at < until
            sent.append(due)
            warned = due
        at += step * DAY
    assert sorted(set(sent), reverse=True) == sent
    assert set(sent) <= set(WARNED_DAYS)


@given(until=MOMENTS, days=st.integers(0, 800))
def test_who_wakes_only_when_told_to_look_misses_nothing(until: datetime, days: int) -> None:
    at, warned, said = until - days * DAY, None, []
    for _ in range(6):
        look = next_look(until, warned, at)
        assert look >= at
        at = look
        if at >= until:
            break
        due = warning_due(until, warned, at)
        assert due is not None, "it is never woken for nothing"
        said.append(due)
        warned = due
    assert until <= at
    nearest = min((each for each in WARNED_DAYS if days <= each), default=max(WARNED_DAYS))
    assert [each for each in WARNED_DAYS if each <= nearest and days > 0] == said
