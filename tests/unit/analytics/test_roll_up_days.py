"""Rolling days up."""

from datetime import timedelta

from services.analytics.usecases.roll_up_days import AT_ONCE, RollUpDays
from tests.fakes.analytics import NOON, usage


def test_every_day_that_changed_is_counted_and_then_none(unit_of_work, stores) -> None:
    days = [NOON - timedelta(days=back) for back in range(AT_ONCE + 1)]
    stores.usages.add(*(usage(occurred_at=day) for day in days))
    roll_up = RollUpDays(unit_of_work=unit_of_work)
    assert [len(days), 0] == [roll_up(), roll_up()]
    assert 0 == stores.tallies.differing(since=days[-1].date())
