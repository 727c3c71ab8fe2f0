"""What the use cases need."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from kernel import ports
from services.analytics.domain.events import Event
from services.analytics.domain.period import Period
from services.analytics.domain.tally import Tally
from services.analytics.domain.usage import Dimension, Usage


@dataclass(frozen=True, slots=True)
class Stale:
    """A metric's day to which events came since it was rolled up; each change has a new mark."""

    metric: str
    day: date
    mark: UUID


class Usages(Protocol):
    """The counted events of one transaction."""

    def add(self, *usages: Usage) -> int:
        """Keep events, each id once, and mark their days as stale; return how many were new."""
        ...

    def period(self) -> Period | None:
        """Return the first and last day of which events are kept, or None without any."""
        ...

    def of_pseudonyms(self, pseudonyms: Sequence[str]) -> Sequence[Usage]:
        """Return the events under these pseudonyms, oldest first."""
        ...

    def rename(self, names: Mapping[str, str]) -> int:
        """Put other pseudonyms in the place of some; return how many events changed."""
        ...

    def forget_before(self, day: date, *, most: int) -> int:
        """Forget events of earlier days that are rolled up; return how many, at most `most`."""
        ...

    def lacking(self, event_ids: Sequence[UUID]) -> int:
        """Return how many of these ids are not kept."""
        ...


class Tallies(Protocol):
    """The rolled-up days of one transaction. They outlive the events."""

    def stale(self, *, most: int) -> Sequence[Stale]:
        """Return days that must be rolled up."""
        ...

    def roll_up(self, stale: Stale) -> None:
        """Count a day's events anew, and let it be stale no more unless others came meanwhile."""
        ...

    def metrics(self) -> Sequence[str]:
        """Return every metric that was ever counted, in order."""
        ...

    def of(self, metric: str, period: Period, *dimensions: Dimension) -> Sequence[Tally]:
        """Return a metric's tallies of some days in some dimensions, in no order."""
        ...

    def differing(self, *, since: date) -> int:
        """Return how many metrics' days since then, not stale, differ from their events."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LogReading:
    """What the event log had at one moment, and how many of it had not been acknowledged yet."""

    waiting: int
    events: Iterator[Sequence[UUID]]


class EventLog(Protocol):
    """What every service told of: the stream as NATS keeps it."""

    def __call__(self) -> AbstractContextManager[LogReading]:
        """Open the log; the ids come some at a time, the same one again if it was sent again.

        Raises:
            EventLogUnavailable: it does not answer.
        """
        ...


class Pseudonyms(Protocol):
    """Gives the names that stand for people."""

    def of_day(self, subject: str, at: datetime) -> str:
        """Return the name that stands for a person on one UTC day."""
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def usages(self) -> Usages:
        """The counted events."""
        ...

    @property
    def tallies(self) -> Tallies:
        """The rolled-up days."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The events."""
        ...

    @property
    def audit(self) -> ports.Audit:
        """The audit log."""
        ...

    @property
    def plumbing(self) -> ports.PlumbingRows:
        """What the plumbing keeps about people."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...
