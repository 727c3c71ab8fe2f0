"""What a wider view may show of small numbers: none of them, nor what would give them away."""

from collections.abc import Mapping
from typing import Final

LEAST: Final = 5
"""How many people the least figure stands for that a wider view shows."""


def suppressed(cells: Mapping[str, int]) -> dict[str, int | None]:
    """Return the cells of one column with those hidden that may not be shown; hidden is None.

    A cell under LEAST is hidden, none at all with it: that nobody answered tells of few as well.
    The column's total is known to who sees it, so that what is hidden must not follow from it:
    unless at least two cells are hidden, with LEAST people or more among them or none, the
    smallest of the others is hidden as well, and all that are as small as that.
    """
    hidden = {name for name, count in cells.items() if count < LEAST}
    while hidden != cells.keys() and _gives_away(cells, hidden):
        least = min(count for name, count in cells.items() if name not in hidden)
        hidden |= {name for name, count in cells.items() if count == least}
    return {name: None if name in hidden else count for name, count in cells.items()}


def alone(count: int) -> int | None:
    """Return a figure of which no total is shown, or None if it is too small to be shown."""
    return count if count >= LEAST else None


def _gives_away(cells: Mapping[str, int], hidden: set[str]) -> bool:
    people = sum(cells[name] for name in hidden)
    return people > 0 and (len(hidden) == 1 or people < LEAST)
