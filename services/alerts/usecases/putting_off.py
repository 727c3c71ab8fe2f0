"""What cannot be done by a fault of ours holds up nothing else: it is said, and tried again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from chassis.errors import Unavailable
from kernel.ports import Clock
from services.alerts.domain.dispatch import FAILED_PAUSE


class FaultMeasures(Protocol):
    """Tells those who run the platform of what could not be done."""

    def put_off(self, task: str, which: UUID, error: Exception) -> None:
        """Count one, and say loudly which it was."""
        ...


@dataclass(slots=True)
class Held:
    """One piece of work; `which` is None until it is known."""

    which: UUID | None = None


@dataclass(slots=True, kw_only=True)
class PutOff:
    """What one loop failed to do lately. It passes over that for a while; another loop may try it.

    It is kept in the process alone: what is due stays due, whoever it is that can do it.
    """

    task: str
    measures: FaultMeasures
    clock: Clock
    until: dict[UUID, datetime] = field(default_factory=dict)

    def now(self) -> frozenset[UUID]:
        """Return what is passed over at this moment."""
        now = self.clock.now()
        self.until = {which: until for which, until in self.until.items() if until > now}
        return frozenset(self.until)

    @contextmanager
    def one(self, which: UUID | None = None) -> Iterator[Held]:
        """Do one piece of work inside, in a transaction of its own: an error puts that one off.

        What fails before it is known which it was, and a record that is away, is raised.
        """
        held = Held(which)
        try:
            yield held
        except Unavailable:
            raise
        except Exception as error:
            if held.which is None:
                raise
            self.until[held.which] = self.clock.now() + FAILED_PAUSE
            self.measures.put_off(self.task, held.which, error)
