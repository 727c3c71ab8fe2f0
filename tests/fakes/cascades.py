"""Seats and cascades in memory, and as tests make them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from services.alerts.domain.cascade import Branch, Step, StepState
from services.alerts.domain.seat import COORDINATOR, LEAD, Seat, Sitter
from services.alerts.usecases.cascade_ports import BranchReport, Figures


@dataclass
class MemorySeats:
    """Seats in a dictionary."""

    kept: dict[UUID, Seat] = field(default_factory=dict)

    def keep(self, seat: Seat) -> bool:
        there = self.kept.get(seat.seat_id)
        if there is not None and there.version >= seat.version:
            return False
        self.kept[seat.seat_id] = seat
        return True

    def of_regions(self, regions: Collection[str]) -> Sequence[Seat]:
        return [e for e in self._sorted() if e.active and e.region in regions]

    def of_the_region(self, region: str) -> Sequence[Seat]:
        return [e for e in self.of_regions([region]) if not e.sector and not e.district]

    def of(self, subject: str) -> Sequence[Seat]:
        return [e for e in self._sorted() if e.active and subject in _people(e)]

    def forget(self, subject: str) -> int:
        mine = [each for each in self.kept.values() if subject in _people(each)]
        for each in mine:
            holder = None if each.holder and each.holder.subject == subject else each.holder
            deputy = None if each.deputy and each.deputy.subject == subject else each.deputy
            self.kept[each.seat_id] = replace(each, holder=holder, deputy=deputy)
        return len(mine)

    def _sorted(self) -> list[Seat]:
        return sorted(self.kept.values(), key=lambda each: each.seat_id)


def _people(seat: Seat) -> set[str]:
    return {each.subject for each in (seat.holder, seat.deputy) if each}


@dataclass
class MemoryCascades:
    """Steps in a dictionary. `count` says the figures, which a database counts."""

    kept: dict[tuple[UUID, Branch], Step] = field(default_factory=dict)
    members: set[tuple[UUID, UUID, Branch]] = field(default_factory=set)
    told: list[BranchReport] = field(default_factory=list)
    count: Callable[[UUID], Mapping[Branch, Figures]] = lambda _alert_id: {}

    def begin(self, steps: Sequence[Step]) -> Sequence[Step]:
        new = [each for each in steps if (each.alert_id, each.branch) not in self.kept]
        self.kept |= {(each.alert_id, each.branch): each for each in new}
        return new

    def steps(self, alert_id: UUID) -> Sequence[Step]:
        mine = [each for each in self.kept.values() if each.alert_id == alert_id]
        return sorted(mine, key=lambda each: each.branch)

    def get(self, alert_id: UUID, branch: Branch) -> Step | None:
        return self.kept.get((alert_id, branch))

    def save(self, step: Step) -> None:
        if self.kept[step.alert_id, step.branch].version != step.version - 1:
            raise StaleVersion("It changed since you read it: read it again.")
        self.kept[step.alert_id, step.branch] = step

    def waiting_at(self, branches: Collection[Branch], *, most: int) -> Sequence[Step]:
        found = [
            each
            for each in self.kept.values()
            if each.state is StepState.WAITING and each.branch in branches
        ]
        return sorted(found, key=lambda each: (each.given_at, each.step_id))[:most]

    def claim(self, at: datetime, *, but: Collection[UUID] = ()) -> Step | None:
        due = [
            (each.due_at, each.branch, each)
            for each in self.kept.values()
            if each.state is StepState.WAITING and each.due_at is not None and each.due_at <= at
            if each.step_id not in but
        ]
        return min(due, key=lambda each: each[:2])[2] if due else None

    def came_by(self, alert_id: UUID, who: Collection[tuple[UUID, Branch]]) -> None:
        self.members |= {(alert_id, to, branch) for to, branch in who}

    def branches_to(self, alert_id: UUID, recipient_id: UUID) -> Sequence[Branch]:
        return sorted(b for a, to, b in self.members if (a, to) == (alert_id, recipient_id))

    def figures(self, alert_id: UUID, thread_id: UUID, since: datetime) -> Mapping[Branch, Figures]:
        return self.count(alert_id)

    def report(self, report: BranchReport) -> None:
        self.told.append(report)

    def reports(self, alert_id: UUID) -> Sequence[BranchReport]:
        mine = [each for each in self.told if each.alert_id == alert_id]
        return sorted(mine, key=lambda each: (each.told_at, each.report_id))

    def of(self, subject: str) -> tuple[Sequence[Step], Sequence[BranchReport]]:
        steps = [each for each in self.kept.values() if each.done_by == subject]
        return steps, [each for each in self.told if each.told_by == subject]

    def rename(self, subject: str, pseudonym: str) -> int:
        steps, told = self.of(subject)
        for each in steps:
            self.kept[each.alert_id, each.branch] = replace(each, done_by=pseudonym)
        self.told = [replace(e, told_by=pseudonym) if e in told else e for e in self.told]
        return len(steps) + len(told)

    def forget(self, before: datetime, *, most: int) -> int:
        old = [key for key, each in self.kept.items() if each.given_at < before][:most]
        for key in old:
            del self.kept[key]
        gone = {alert_id for alert_id, _ in old}
        self.told = [each for each in self.told if each.alert_id not in gone]
        self.members = {each for each in self.members if each[0] not in gone}
        return len(old)


def a_seat(region: str = "LON", sector: str = "retail", **given: Any) -> Seat:
    """A vacant seat, unless said otherwise; a name as holder or deputy sits without an end."""
    for name in ("holder", "deputy"):
        if isinstance(given.get(name), str):
            given[name] = Sitter(subject=given[name])
    made = Seat(
        seat_id=uuid4(),
        version=1,
        active=True,
        role=LEAD if sector else COORDINATOR,
        region=region,
        sector=sector,
    )
    return replace(made, **given)
