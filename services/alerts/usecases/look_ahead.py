"""Say what there is to do, and in how many seconds, for all loops of a worker at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kernel.ports import Clock
from services.alerts.domain.delivery import URGENT
from services.alerts.domain.recipient import Channel
from services.alerts.usecases.agenda_ports import Agenda, Task

_URGENT: Final = "urgent"


def kind(task: Task, channel: Channel | None = None, *, up_to: int | None = None) -> str:
    """Return how a kind of work is called; `up_to` is the last priority that a loop looks at."""
    said = (task.value, "" if channel is None else channel.value, "" if up_to is None else _URGENT)
    return " ".join(filter(None, said))


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAhead:
    """One look for all who would otherwise look each for themselves, many times a second."""

    agenda: Agenda
    clock: Clock

    def __call__(self) -> Mapping[str, float]:
        """Return the kinds of work of which there is any, each with the seconds until it is due."""
        earliest = self.agenda.earliest()
        now, found = self.clock.now(), dict[str, float]()
        for each in earliest:
            kinds = [kind(each.task, each.channel)]
            if each.priority is not None and each.priority <= URGENT:
                kinds.append(kind(each.task, each.channel, up_to=URGENT))
            seconds = (each.due_at - now).total_seconds()
            found |= {name: min(seconds, found.get(name, seconds)) for name in kinds}
        return found
