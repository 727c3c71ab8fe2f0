"""Telling figures."""

from datetime import timedelta

import pytest

from chassis.errors import Invalid
from kernel.usage import Used
from services.analytics.domain.disclosure import Cell
from services.analytics.domain.errors import MetricNotFound
from services.analytics.domain.period import MOST_DAYS, Period
from services.analytics.domain.usage import DEMO, Dimension
from services.analytics.usecases import get_usage
from services.analytics.usecases.get_usage import Figures, GetUsage
from services.analytics.usecases.roll_up_days import RollUpDays
from tests.fakes.analytics import ANALYST, NOON, TODAY, usages


@pytest.fixture
def ask(unit_of_work, clock):
    def ask(dimension: Dimension = Dimension.REGION, days: int = 1, **more: str) -> Figures:
        RollUpDays(unit_of_work=unit_of_work)()
        period = Period.of(TODAY - timedelta(days=days - 1), TODAY)
        question = {"metric": "alerts.issued", "dimension": dimension, "period": period} | more
        return GetUsage(unit_of_work=unit_of_work, clock=clock)(ANALYST, **question)

    return ask


def test_figures_come_day_by_day_with_the_days_of_nobody_withheld(ask, stores) -> None:
    stores.usages.add(*usages(7), *usages(5, region="WAL"))
    before, today = ask(days=2).days
    assert (TODAY - timedelta(days=1), True) == (before.day, before.withheld)
    assert (TODAY, 12, 12) == (today.day, today.events, today.people)
    assert (Cell(value="LON", events=7, people=7), Cell(value="WAL", events=5, people=5)) == (
        today.cells
    )


def test_without_a_dimension_only_the_day_is_told(ask, stores) -> None:
    stores.usages.add(*usages(7), *usages(2, region="WAL"))
    (today,) = ask(Dimension.NONE).days
    assert (9, (), 0) == (today.events, today.cells, today.rest_events)


@pytest.mark.parametrize("dimension", Dimension)
def test_no_dimension_tells_what_fewer_than_five_did(ask, stores, dimension) -> None:
    stores.usages.add(*usages(4, metric="alerts.issued"))
    assert {True} == {day.withheld for day in ask(dimension, days=3).days}


def test_the_demonstrations_part_is_said(ask, stores) -> None:
    stores.usages.add(*usages(5))
    assert not ask().demonstration
    stores.usages.add(*usages(5, service=DEMO))
    assert ask().demonstration
    assert ask(Dimension.SERVICE).demonstration


def test_who_asked_for_what_stays_on_record_and_is_counted(ask, stores) -> None:
    stores.usages.add(*usages(5))
    ask(days=3)
    (row,) = stores.audit.rows
    assert ("analyst", "analytics:read", "alerts.issued") == row[:3]
    asked = {"dimension": "region", "from_day": "2026-11-22", "to_day": "2026-11-24"}
    assert asked == row[4]
    used = Used(caller=ANALYST, metric="analytics.read", at=NOON, detail="region")
    assert [used] == stores.outbox.events


def test_a_metric_that_nobody_used_is_not_found(ask, stores) -> None:
    with pytest.raises(MetricNotFound):
        ask(metric="alerts.issued")
    assert [] == stores.audit.rows


def test_too_much_for_one_answer_is_refused(ask, stores, monkeypatch) -> None:
    monkeypatch.setattr(get_usage, "MOST_CELLS", 1)
    stores.usages.add(*usages(5))
    assert ask()
    stores.usages.add(*usages(5, region="WAL"))
    with pytest.raises(Invalid, match="to_day"):
        ask()


def test_a_period_has_a_bound_and_a_direction() -> None:
    assert MOST_DAYS == len(list(Period.of(TODAY - timedelta(days=MOST_DAYS - 1), TODAY).days()))
    for first in (TODAY - timedelta(days=MOST_DAYS), TODAY + timedelta(days=1)):
        with pytest.raises(Invalid, match="to_day"):
            Period.of(first, TODAY)
