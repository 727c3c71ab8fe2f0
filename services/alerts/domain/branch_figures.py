"""What may be shown of the figures of a cascade's branches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from services.alerts.domain.cascade import Branch
from services.alerts.domain.disclosure import alone, suppressed


class Counted(Protocol):
    """How many people of a branch."""

    @property
    def reached(self) -> int:
        """How many it was handed to."""
        ...

    @property
    def answered(self) -> int:
        """How many of them answered."""
        ...

    @property
    def need_help(self) -> int:
        """How many of these need help."""
        ...

    @property
    def sightings(self) -> Mapping[str, int]:
        """How many report a kind."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Figures as they may be shown; None is hidden."""

    reached: int | None
    answered: int | None
    need_help: int | None
    sightings: Mapping[str, int] = field(default_factory=dict)


def shown_of(counted: Mapping[Branch, Counted | None], *, exact: bool) -> dict[Branch, Shown]:
    """Return the figures of branches: exact ones, or each column with what is small hidden.

    Where nobody is counted it is nought to exact eyes, and hidden to others: none tells of few.
    """
    columns = {
        name: {each: getattr(found, name, 0) for each, found in counted.items()}
        for name in ("reached", "answered", "need_help")
    }
    seen: dict[str, dict[Branch, int | None]] = {
        name: dict(cells) if exact else _hidden(cells) for name, cells in columns.items()
    }
    return {
        branch: Shown(
            **{name: cells[branch] for name, cells in seen.items()},
            sightings={
                kind: people
                for kind, people in (found.sightings if found else {}).items()
                if exact or alone(people) is not None
            },
        )
        for branch, found in counted.items()
    }


def _hidden(cells: Mapping[Branch, int]) -> dict[Branch, int | None]:
    by_name = {"/".join(branch): branch for branch in cells}
    hidden = suppressed({name: cells[branch] for name, branch in by_name.items()})
    return {by_name[name]: count for name, count in hidden.items()}
