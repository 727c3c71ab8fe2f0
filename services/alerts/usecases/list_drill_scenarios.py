"""Say what a private drill may practise."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.alerts.domain.drill import Scenario


@dataclass(frozen=True, slots=True)
class ListDrillScenarios:
    """Return the scenarios, whose words are fixed."""

    def __call__(self) -> Sequence[Scenario]:
        """Return all of them, in the order in which they are offered."""
        return tuple(Scenario)
