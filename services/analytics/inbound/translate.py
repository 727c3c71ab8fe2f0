"""Requests as domain words, and figures as messages."""

from datetime import date

from chassis.requests import Wrong, text_from
from isp.analytics.v1 import analytics_pb2
from services.analytics.domain.disclosure import LEAST, Day
from services.analytics.domain.period import Period
from services.analytics.domain.usage import LONGEST, Dimension
from services.analytics.usecases.get_usage import Figures


def question_from(request: analytics_pb2.GetUsageRequest) -> tuple[str, Dimension, Period]:
    """Return which metric, by what, and which days.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    wrong.built("metric", lambda: text_from("metric", request.metric, LONGEST))
    names = analytics_pb2.Dimension.DESCRIPTOR.values_by_number
    known = names.get(request.dimension)
    name = known.name.removeprefix("DIMENSION_") if known else ""
    dimension = wrong.word(Dimension, name, "dimension")
    first = wrong.built("from_day", lambda: _day(request.from_day))
    last = wrong.built("to_day", lambda: _day(request.to_day))
    period = None
    if first is not None and last is not None:
        period = wrong.built("to_day", lambda: Period.of(first, last))
    wrong.check()
    assert dimension is not None
    assert period is not None
    return request.metric, dimension, period


def _day(text: str) -> date:
    """Return a day.

    Raises:
        ValueError: it is not one, written as 2026-11-24.
    """
    what = "must be a day, written as 2026-11-24"
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(what) from None
    if day.isoformat() != text:
        raise ValueError(what)
    return day


def figures_to_pb(figures: Figures) -> analytics_pb2.GetUsageResponse:
    """Return what may be told."""
    return analytics_pb2.GetUsageResponse(
        days=[_day_to_pb(each) for each in figures.days],
        demonstration=figures.demonstration,
        least_people=LEAST,
    )


def _day_to_pb(day: Day) -> analytics_pb2.UsageDay:
    return analytics_pb2.UsageDay(
        day=day.day.isoformat(),
        withheld=day.withheld,
        events=day.events,
        people=day.people,
        cells=[
            analytics_pb2.UsageCell(value=cell.value, events=cell.events, people=cell.people)
            for cell in day.cells
        ],
        rest_events=day.rest_events,
    )
