"""Saying what is counted."""

from services.analytics.usecases.list_metrics import ListMetrics
from services.analytics.usecases.roll_up_days import RollUpDays
from tests.fakes.analytics import usage


def test_every_metric_is_named_once_in_order(unit_of_work, stores) -> None:
    stores.usages.add(usage(), usage(), usage(metric="alerts.drafted"))
    RollUpDays(unit_of_work=unit_of_work)()
    listed = ListMetrics(unit_of_work=unit_of_work)
    assert ["alerts.drafted", "alerts.issued"] == list(listed())
