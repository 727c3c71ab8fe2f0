"""Read the public log itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.alerts.usecases.ports import UnitOfWork
from services.alerts.usecases.record_ports import LogEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLogEntries:
    """Return messages of the log, from a place on."""

    unit_of_work: UnitOfWork

    def __call__(self, *, start: int, size: int) -> Sequence[LogEntry]:
        """Return at most so many; fewer at the log's end, or where they would be too large."""
        with self.unit_of_work() as tx:
            return tx.log.entries(start, size)
