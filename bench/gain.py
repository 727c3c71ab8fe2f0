"""nDCG: how much of what an order could give it gives, the first places counting most."""

from collections.abc import Mapping, Sequence
from math import log2
from typing import Final

AT: Final = 10
"""Places that count."""


def gain(order: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return nDCG@10, from 0 to 1: gains 2^grade - 1, discounted by log2(place + 1).

    Järvelin and Kekäläinen 2002, with the exponential gain of Burges and others 2005.
    """
    best = _discounted(sorted(grades.values(), reverse=True))
    return _discounted([grades.get(name, 0) for name in order]) / best


def _discounted(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:AT], 1))
