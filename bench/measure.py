"""How the benchmarks measure: in interleaved pairs with a peer, by the median of the ratios."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

PAIRS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a benchmark found. `peer` says against what, `spread` how much it moved."""

    name: str
    figure: float
    unit: str
    goal: str
    met: bool
    peer: str
    spread: str
    detail: dict[str, Any]

    def line(self) -> str:
        """Return the result as one line of JSON."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Our figure over the peer's, pair by pair."""

    ours: tuple[float, ...]
    peer: tuple[float, ...]

    @property
    def each(self) -> list[float]:
        """The ratio of each pair."""
        return [ours / peer for ours, peer in zip(self.ours, self.peer, strict=True)]

    @property
    def median(self) -> float:
        """The median of the ratios."""
        return statistics.median(self.each)

    @property
    def spread(self) -> str:
        """The least and the greatest ratio."""
        return f"{min(self.each):.2f} to {max(self.each):.2f} in {len(self.each)} pairs"


def in_pairs(ours: Callable[[], float], peer: Callable[[], float], *, pairs: int = PAIRS) -> Ratio:
    """Measure ours and the peer in turn; which is first changes, so that neither gains by it.

    One round before the first is not counted: caches fill and connections open in it.
    """
    measured: list[tuple[float, float]] = []
    for number in range(pairs + 1):
        if number % 2:
            mine, other = _settled(ours), _settled(peer)
        else:
            other, mine = _settled(peer), _settled(ours)
        if number:
            measured.append((mine, other))
            say(f"pair {number}: ours {mine:.1f}, peer {other:.1f}, ratio {mine / other:.2f}")
    return Ratio(tuple(mine for mine, _ in measured), tuple(other for _, other in measured))


def _settled(measure: Callable[[], float]) -> float:
    """Measure when what was under way before has ended."""
    time.sleep(0.3)
    return measure()


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of the values that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def say(text: str) -> None:
    """Show progress; results go to standard output, progress does not."""
    print(text, file=sys.stderr, flush=True)
