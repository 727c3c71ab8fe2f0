"""Counting what services tell of."""

from datetime import timedelta

import pytest

from services.analytics.domain.errors import UsageUnfit
from services.analytics.usecases.record_usage import RecordUsage
from tests.fakes.analytics import NOON, usage


@pytest.fixture
def record(unit_of_work, keeping) -> RecordUsage:
    return RecordUsage(unit_of_work=unit_of_work, keeping=keeping)


def test_an_event_is_counted_once_however_often_it_comes(record, stores) -> None:
    event = usage()
    assert [True, False, False] == [record(event) for _ in range(3)]
    assert [event] == list(stores.usages.kept.values())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"metric": "alerts"}, "metric"),
        ({"metric": "Alerts.issued"}, "metric"),
        ({"metric": ""}, "metric"),
        ({"metric": "content.published"}, "metric"),
        ({"detail": "x" * 101}, "event"),
        ({"region": "a\x00"}, "event"),
        ({"occurred_at": NOON - timedelta(days=93)}, "occurred_at"),
        ({"occurred_at": NOON + timedelta(days=2)}, "occurred_at"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(record, stores, given, field) -> None:
    with pytest.raises(UsageUnfit) as refused:
        record(usage(**given))
    assert [field] == [each.field for each in refused.value.violations]
    assert {} == stores.usages.kept


def test_a_day_is_a_utc_day_whatever_the_clock_on_the_wall() -> None:
    """Pseudonyms change at midnight UTC: on a London day in summer one person would be two."""
    summer = NOON.replace(month=7, hour=23, minute=30)
    assert summer.date() == usage(occurred_at=summer).day
