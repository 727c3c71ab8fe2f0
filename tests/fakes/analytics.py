"""Analytics in memory, and usage as tests make it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from kernel.principals import Principal
from kernel.tiers import Tier
from services.analytics.domain.errors import EventLogUnavailable
from services.analytics.domain.period import Period
from services.analytics.domain.tally import Tally, tallied
from services.analytics.domain.usage import Dimension, Usage
from services.analytics.usecases.ports import LogReading, Stale
from tests.fakes.plumbing import (
    MemoryAudit,
    MemoryOutbox,
    MemoryPlumbingRows,
    MemoryUnitOfWork,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOON.date()
ANALYST = Principal(subject="analyst", tier=Tier.REGISTERED, roles=frozenset({"analyst"}))


@dataclass
class MemoryUsages:
    """Events in a dictionary, and the days that changed."""

    kept: dict[UUID, Usage] = field(default_factory=dict)
    marks: dict[tuple[str, date], UUID] = field(default_factory=dict)

    def __deepcopy__(self, memo: dict[int, Any]) -> "MemoryUsages":
        """Copy what changes; events do not."""
        return MemoryUsages(dict(self.kept), dict(self.marks))

    def add(self, *usages: Usage) -> int:
        new = 0
        for each in usages:
            if each.event_id not in self.kept:
                self.kept[each.event_id] = each
                self.marks[each.metric, each.day] = uuid4()
                new += 1
        return new

    def period(self) -> Period | None:
        days = [each.day for each in self.kept.values()]
        return Period(min(days), max(days)) if days else None

    def of_pseudonyms(self, pseudonyms: Sequence[str]) -> Sequence[Usage]:
        wanted = set(pseudonyms) - {""}
        mine = [each for each in self.kept.values() if each.pseudonym in wanted]
        return sorted(mine, key=lambda each: (each.occurred_at, each.event_id))

    def rename(self, names: Mapping[str, str]) -> int:
        mine = self.of_pseudonyms(list(names))
        for each in mine:
            self.kept[each.event_id] = replace(each, pseudonym=names[each.pseudonym])
        return len(mine)

    def forget_before(self, day: date, *, most: int) -> int:
        old = [
            each.event_id
            for each in self.kept.values()
            if each.day < day and (each.metric, each.day) not in self.marks
        ][:most]
        for event_id in old:
            del self.kept[event_id]
        return len(old)

    def lacking(self, event_ids: Sequence[UUID]) -> int:
        return len(set(event_ids) - self.kept.keys())


@dataclass
class MemoryTallies:
    """Rolled-up days, counted as the domain says."""

    usages: MemoryUsages
    kept: dict[tuple[str, date, Dimension, str], Tally] = field(default_factory=dict)

    def __deepcopy__(self, memo: dict[int, Any]) -> "MemoryTallies":
        return MemoryTallies(deepcopy(self.usages, memo), dict(self.kept))

    def stale(self, *, most: int) -> Sequence[Stale]:
        found = [Stale(metric, day, mark) for (metric, day), mark in self.usages.marks.items()]
        return sorted(found, key=lambda each: (each.day, each.metric))[:most]

    def roll_up(self, stale: Stale) -> None:
        for each in self._counted(stale.metric, stale.day):
            self.kept[_key(each)] = _greater(each, self.kept.get(_key(each)))
        if self.usages.marks.get((stale.metric, stale.day)) == stale.mark:
            del self.usages.marks[stale.metric, stale.day]

    def _counted(self, metric: str, day: date) -> list[Tally]:
        events = self.usages.kept.values()
        return tallied(each for each in events if (each.metric, each.day) == (metric, day))

    def metrics(self) -> Sequence[str]:
        return sorted({each.metric for each in self.kept.values()})

    def of(self, metric: str, period: Period, *dimensions: Dimension) -> Sequence[Tally]:
        return [
            each
            for each in self.kept.values()
            if each.metric == metric
            and each.dimension in dimensions
            and period.first <= each.day <= period.last
        ]

    def differing(self, *, since: date) -> int:
        kept: defaultdict[tuple[str, date], set[Tally]] = defaultdict(set)
        for each in self.kept.values():
            kept[each.metric, each.day].add(each)
        counted = {(each.metric, each.day) for each in self.usages.kept.values()}
        return sum(
            set(self._counted(*place)) != kept[place]
            for place in counted | set(kept)
            if place[1] >= since and place not in self.usages.marks
        )


def _key(tally: Tally) -> tuple[str, date, Dimension, str]:
    return tally.metric, tally.day, tally.dimension, tally.value


def _greater(tally: Tally, before: Tally | None) -> Tally:
    if before is None:
        return tally
    events, people = max(tally.events, before.events), max(tally.people, before.people)
    return replace(tally, events=events, people=people)


@dataclass
class MemoryAnalyticsStores:
    """Everything of analytics, in memory."""

    usages: MemoryUsages = field(default_factory=MemoryUsages)
    tallies: MemoryTallies = field(init=False)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    audit: MemoryAudit = field(default_factory=MemoryAudit)
    plumbing: MemoryPlumbingRows = field(default_factory=MemoryPlumbingRows)

    def __post_init__(self) -> None:
        self.tallies = MemoryTallies(self.usages)


def memory() -> MemoryUnitOfWork[MemoryAnalyticsStores]:
    """A unit of work on nothing yet."""
    return MemoryUnitOfWork(MemoryAnalyticsStores())


@dataclass
class MemoryEventLog:
    """A log that a test writes."""

    batches: list[list[UUID]] = field(default_factory=list)
    waiting: int = 0
    away: bool = False

    @contextmanager
    def __call__(self) -> Iterator[LogReading]:
        if self.away:
            raise EventLogUnavailable("away")
        yield LogReading(waiting=self.waiting, events=iter(self.batches))


def usage(**given: Any) -> Usage:
    """Someone with an account issued an alert today, unless said otherwise."""
    return Usage(
        **{
            "event_id": uuid4(),
            "service": "alerts",
            "metric": "alerts.issued",
            "occurred_at": NOON,
            "pseudonym": uuid4().hex,
            "tier": Tier.VERIFIED,
            "region": "LON",
            "sector": "retail",
            "detail": "Severe",
        }
        | given
    )


def usages(people: int, **given: Any) -> list[Usage]:
    """As many people, an event each."""
    return [usage(**given) for _ in range(people)]
