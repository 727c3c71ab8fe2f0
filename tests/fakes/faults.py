"""What could not be done, kept for tests to read."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.alerts.usecases.putting_off import PutOff


@dataclass
class MemoryFaults:
    """Keeps which it was, and why."""

    said: list[tuple[str, UUID, str]] = field(default_factory=list)

    def put_off(self, task: str, which: UUID, error: Exception) -> None:
        self.said.append((task, which, type(error).__name__))


def putting_off(clock: Any, faults: MemoryFaults | None = None) -> PutOff:
    """What puts off what fails."""
    return PutOff(task="TEST", measures=faults or MemoryFaults(), clock=clock)
