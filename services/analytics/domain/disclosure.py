"""What may be told of a day: nothing that fewer than five people did, nor what would give it away.

Three rules. They look at counts alone and never at a value's name, but for the one of rule 3.

1. A day on which fewer than LEAST people did it is withheld, whether they were four or none.
2. A value with fewer than LEAST people is hidden (primary suppression).
3. Whenever one is hidden, the smallest value with LEAST or more is hidden with it, and all that are
   as small as that one (complementary suppression). Where people without an account are among the
   hidden, the smallest value left is hidden too: they are the tier PUBLIC, and those who say no
   region and no sector, so that one breakdown tells of them in another, and they cover for nobody.

Hidden values are told as one sum of events, so that the figures add up; not which, nor how many.

Why that is enough. Exchange the names of two hidden values in every event of the metric and day:
each answer, in every dimension, stays what it was. Each small value can be so exchanged with one
of LEAST people or more, so no answer says which is which, or how many a small one has. Where a
whole breakdown is hidden there is the day's total alone, in more than one way. What is not covered
(comparing a running day with itself a moment later; knowing some of the people) is in the README.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kernel.tiers import Tier
from services.analytics.domain.tally import Tally
from services.analytics.domain.usage import UNKNOWN

LEAST: Final = 5
"""How many people the least figure stands for."""

WITHOUT_ACCOUNT: Final = frozenset({UNKNOWN, Tier.PUBLIC.name})
"""The values that people without an account have: one in each dimension."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value that may be told."""

    value: str
    events: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What may be told of one day: its events are those of its cells and the rest together."""

    day: date
    withheld: bool = True
    events: int = 0
    people: int = 0
    cells: tuple[Cell, ...] = ()
    rest_events: int = 0


def disclosed(day: date, total: Tally | None, values: Sequence[Tally]) -> Day:
    """Return what may be told of a day: its total, and the values of one dimension, if any."""
    if total is None or total.people < LEAST:
        return Day(day=day)
    hidden = hidden_of(values)
    shown = sorted((each for each in values if each.value not in hidden), key=lambda v: v.value)
    told = sum(each.events for each in shown)
    return Day(
        day=day,
        withheld=False,
        events=total.events,
        people=total.people,
        cells=tuple(Cell(value=v.value, events=v.events, people=v.people) for v in shown),
        rest_events=total.events - told if values else 0,
    )


def hidden_of(values: Sequence[Tally]) -> frozenset[str]:
    """Return the values that may not be told: the small ones, and those that cover for them."""
    hidden = {each.value for each in values if each.people < LEAST}
    if not hidden:
        return frozenset()
    hidden |= _smallest([each for each in values if each.value not in hidden])
    if hidden & WITHOUT_ACCOUNT:
        hidden |= _smallest([each for each in values if each.value not in hidden])
    return frozenset(hidden)


def _smallest(values: Sequence[Tally]) -> set[str]:
    """Return the values with the fewest people: all of them, so that no name decides."""
    least = min((each.people for each in values), default=0)
    return {each.value for each in values if each.people == least}
