"""Situation reports in memory."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from services.alerts.domain.situation import Reporter, Sighting


@dataclass
class MemorySituations:
    """What people report, in a dictionary."""

    kept: dict[tuple[UUID, str], Reporter] = field(default_factory=dict)

    def find(self, thread_id: UUID, subject: str) -> Reporter | None:
        return self.kept.get((thread_id, subject))

    def save(self, reporter: Reporter) -> None:
        place = (reporter.thread_id, reporter.subject)
        before = self.kept[place].version if place in self.kept else reporter.version - 1
        if before != reporter.version - 1:
            raise StaleVersion("Another report of yours came at the same moment: look again.")
        self.kept[place] = reporter

    def sightings(self, thread_id: UUID, since: datetime) -> Sequence[Sighting]:
        times: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        for each in self.kept.values():
            if each.thread_id == thread_id:
                for kind, at in each.seen.items():
                    if at > since:
                        times[each.region, kind].append(at)
        return [
            Sighting(region=region, kind=kind, people=len(at), last=max(at))
            for (region, kind), at in sorted(times.items())
        ]

    def of(self, subject: str) -> Sequence[Reporter]:
        mine = [each for each in self.kept.values() if each.subject == subject]
        return sorted(mine, key=lambda each: (each.window_at, each.thread_id))

    def rename(self, subject: str, pseudonym: str) -> int:
        mine = self.of(subject)
        for each in mine:
            del self.kept[each.thread_id, subject]
            self.kept[each.thread_id, pseudonym] = replace(each, subject=pseudonym)
        return sum(1 + len(each.seen) for each in mine)

    def forget(self, before: datetime, *, most: int) -> int:
        gone = 0
        for place, each in list(self.kept.items()):
            seen = {kind: at for kind, at in each.seen.items() if at >= before}
            gone += len(each.seen) - len(seen)
            self.kept[place] = replace(each, seen=seen)
            if not seen and each.window_at < before:
                del self.kept[place]
                gone += 1
        return gone
