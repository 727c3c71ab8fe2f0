"""Say what has a time to come or to go, and in how many seconds, for the loops of `work`."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.ports import Clock
from services.content.usecases.draft_ports import Agenda


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead:
    """One look for all who would otherwise look each for themselves."""

    agenda: Agenda
    clock: Clock

    def __call__(self) -> Mapping[str, float]:
        """Return the kinds of work of which there is any, each with the seconds until it is due."""
        earliest, now = self.agenda.earliest(), self.clock.now()
        return {each.value: (at - now).total_seconds() for each, at in earliest.items()}
