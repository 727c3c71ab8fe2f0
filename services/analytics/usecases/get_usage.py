"""Tell a metric's figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chassis.errors import Invalid, Violation
from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.analytics.domain.disclosure import Day, disclosed
from services.analytics.domain.errors import MetricNotFound
from services.analytics.domain.period import Period
from services.analytics.domain.tally import Tally
from services.analytics.domain.usage import DEMO, Dimension
from services.analytics.usecases.ports import UnitOfWork

MOST_CELLS: Final = 20_000
"""What one answer may hold: 400 days of 50 values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What may be told, and whether some of it is the demonstration's."""

    days: Sequence[Day]
    demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GetUsage:
    """Tell of each day what may be told; who asked for what stays on record.

    What suppression cannot see, a person who compares many answers, the record shows.
    """

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(
        self, caller: Principal, *, metric: str, dimension: Dimension, period: Period
    ) -> Figures:
        """Return the figures, a day after the other.

        Raises:
            MetricNotFound: nobody has used what it counts.
            Invalid: it is too much for one answer.
        """
        now = self.clock.now()
        with self.unit_of_work() as tx:
            if metric not in tx.tallies.metrics():
                raise MetricNotFound("There is no such metric.")
            wanted = {Dimension.NONE, Dimension.SERVICE, dimension}
            found = tx.tallies.of(metric, period, *sorted(wanted, key=lambda each: each.value))
            days = _days(found, dimension, period)
            tx.audit.record(
                caller,
                "analytics:read",
                metric,
                dimension=dimension.value,
                from_day=period.first.isoformat(),
                to_day=period.last.isoformat(),
            )
            used = Used(caller=caller, metric="analytics.read", at=now, detail=dimension.value)
            tx.outbox.add(used)
        demonstration = any(
            each.dimension is Dimension.SERVICE and each.value == DEMO for each in found
        )
        return Figures(days=days, demonstration=demonstration)


def _days(found: Sequence[Tally], dimension: Dimension, period: Period) -> list[Day]:
    totals: dict[date, Tally] = {}
    values: defaultdict[date, list[Tally]] = defaultdict(list)
    for each in found:
        if each.dimension is Dimension.NONE:
            totals[each.day] = each
        elif each.dimension is dimension:
            values[each.day].append(each)
    days = [disclosed(day, totals.get(day), values[day]) for day in period.days()]
    if sum(len(day.cells) for day in days) > MOST_CELLS:
        raise Invalid(Violation("to_day", "gives too many figures for one answer: ask for less"))
    return days
