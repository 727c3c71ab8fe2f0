"""How often, and by how many people: what days are rolled up to, before anything is withheld."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.analytics.domain.usage import Dimension, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The whole truth of one value of one dimension on one day; not for leaving the service.

    `people` are the day's different pseudonyms, and each event that has none.
    """

    metric: str
    day: date
    dimension: Dimension
    value: str
    events: int
    people: int


def tallied(usages: Iterable[Usage]) -> list[Tally]:
    """Return the tallies of some events, in every dimension."""
    cells: defaultdict[tuple[str, date, Dimension, str], list[str]] = defaultdict(list)
    for each in usages:
        for dimension in Dimension:
            cells[each.metric, each.day, dimension, each.value(dimension)].append(each.pseudonym)
    return [
        Tally(
            metric=metric,
            day=day,
            dimension=dimension,
            value=value,
            events=len(names),
            people=len(set(names) - {""}) + names.count(""),
        )
        for (metric, day, dimension, value), names in cells.items()
    ]
