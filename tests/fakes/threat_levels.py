"""The threat levels in memory, and changes as tests make them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.alerts.domain.threat_change import (
    ChangeStatus,
    Hand,
    Proposal,
    StandingLevel,
    ThreatLevelChange,
)
from services.alerts.domain.threat_errors import (
    ThreatLevelChangeNotFound,
    ThreatLevelChangeUnderWay,
)
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, ThreatSeries


@dataclass
class MemoryThreatLevelChanges:
    """Changes in a dictionary."""

    kept: dict[UUID, ThreatLevelChange] = field(default_factory=dict)

    def add(self, change: ThreatLevelChange) -> None:
        if any(
            each.proposal.series is change.proposal.series and each.status is ChangeStatus.PROPOSED
            for each in self.kept.values()
        ):
            raise ThreatLevelChangeUnderWay("Another change of this level awaits its decision.")
        self.kept[change.change_id] = change

    def get(self, change_id: UUID, *, lock: bool = False) -> ThreatLevelChange:
        if change_id not in self.kept:
            raise ThreatLevelChangeNotFound("There is no such change.")
        return self.kept[change_id]

    def many(self, change_ids: Collection[UUID]) -> Sequence[ThreatLevelChange]:
        return [each for each in self.kept.values() if each.change_id in change_ids]

    def save(self, change: ThreatLevelChange) -> None:
        if self.kept[change.change_id].version != change.version - 1:
            raise StaleVersion("The change was decided meanwhile: read it again.")
        self.kept[change.change_id] = change

    def standing(self) -> Mapping[ThreatSeries, StandingLevel]:
        newest = {}
        for series in ThreatSeries:
            if levels := self.history(series, before=None, size=1):
                newest[series] = levels[0]
        return newest

    def history(
        self, series: ThreatSeries, *, before: int | None, size: int
    ) -> Sequence[StandingLevel]:
        levels = [
            level
            for each in self.kept.values()
            if (level := each.in_force) is not None
            and level.series is series
            and (before is None or level.number < before)
        ]
        return sorted(levels, key=lambda level: level.number, reverse=True)[:size]

    def page(
        self, statuses: frozenset[ChangeStatus], *, after: Place | None, size: int
    ) -> Sequence[ThreatLevelChange]:
        found = [
            each
            for each in sorted(self.kept.values(), key=_place, reverse=True)
            if each.status in statuses
            and (after is None or _place(each) < (after.at, after.item_id))
        ]
        return found[:size]

    def handled_by(self, subject: str) -> Sequence[ThreatLevelChange]:
        found = [each for each in self.kept.values() if subject in each.people]
        return sorted(found, key=_place)

    def rename(self, subject: str, pseudonym: str) -> int:
        changed = self.handled_by(subject)
        for each in changed:
            self.kept[each.change_id] = _renamed(each, subject, pseudonym)
        return len(changed)


def _place(change: ThreatLevelChange) -> tuple[datetime, UUID]:
    return change.proposed.at, change.change_id


def _renamed(change: ThreatLevelChange, subject: str, pseudonym: str) -> ThreatLevelChange:
    def named(hand: Hand | None) -> Hand | None:
        return hand and replace(hand, by=pseudonym if hand.by == subject else hand.by)

    return replace(
        change,
        proposed=named(change.proposed) or change.proposed,
        approved=named(change.approved),
        withdrawn=named(change.withdrawn),
    )


def proposal(**given: Any) -> Proposal:
    """A proposal to set the national level, unless said otherwise."""
    return Proposal(
        **{
            "series": ThreatSeries.NATIONAL,
            "level": ThreatLevel.SUBSTANTIAL,
            "response": ResponseLevel.HEIGHTENED,
            "reason": "The authority said so.",
            "authority_reference": "REF-1",
        }
        | given
    )


def proposed(
    at: datetime, *, by: str = "first", follows: StandingLevel | None = None, **given: Any
) -> ThreatLevelChange:
    """A change that awaits a second person."""
    return ThreatLevelChange.begun(uuid4(), proposal(**given), follows=follows, by=by, at=at)


def approved(
    at: datetime, *, by: str = "second", follows: StandingLevel | None = None, **given: Any
) -> ThreatLevelChange:
    """A change that two people agreed on."""
    change = proposed(at, follows=follows, **given)
    return change.approve(by=by, read=change.digest, at=at)


def in_force(change: ThreatLevelChange) -> StandingLevel:
    """The level that an approved change put into force."""
    level = change.in_force
    assert level is not None
    return level
