"""Premises' own response levels in memory, and as tests make them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.principals import Principal
from services.alerts.domain.site_notice import SiteNotice
from services.alerts.domain.site_response import (
    LEAD,
    Site,
    SiteOverride,
    SiteStanding,
    WantedOverride,
)
from services.alerts.domain.threat_change import Hand, StandingLevel
from services.alerts.domain.threat_levels import ResponseLevel, ThreatSeries
from tests.fakes.whereabouts import SHOP


@dataclass
class MemorySiteOverrides:
    """Own levels in a dictionary; `people` is what the copy of rights says."""

    kept: dict[UUID, SiteOverride] = field(default_factory=dict)
    notices: dict[UUID, SiteNotice] = field(default_factory=dict)
    people: list[Principal] = field(default_factory=list)

    def newest(
        self, premises_ids: Collection[UUID], *, lock: bool = False
    ) -> Mapping[UUID, SiteOverride]:
        found: dict[UUID, SiteOverride] = {}
        for each in sorted(self.kept.values(), key=lambda own: own.number):
            if each.premises_id in premises_ids:
                found[each.premises_id] = each
        return found

    def history(
        self, premises_id: UUID, *, before: int | None, size: int
    ) -> Sequence[SiteOverride]:
        found = [
            each
            for each in self.kept.values()
            if each.premises_id == premises_id and (before is None or each.number < before)
        ]
        return sorted(found, key=lambda own: own.number, reverse=True)[:size]

    def add(self, override: SiteOverride) -> None:
        if any(
            each.premises_id == override.premises_id
            and (each.number == override.number or each.end is None)
            for each in self.kept.values()
        ):
            raise StaleVersion("Somebody set another level meanwhile: read it again.")
        self.kept[override.override_id] = override

    def save(self, override: SiteOverride) -> None:
        there = self.kept.get(override.override_id)
        if there is None or there.version != override.version - 1:
            raise StaleVersion("The level changed meanwhile: read it again.")
        self.kept[override.override_id] = override

    def find(self, override_id: UUID) -> SiteOverride | None:
        return self.kept.get(override_id)

    def due(
        self, at: datetime, numbers: Mapping[ThreatSeries, int], *, most: int
    ) -> Sequence[SiteOverride]:
        return [
            each
            for each in self.live()
            if each.until <= at
            or (each.told is SiteStanding.PLANNED and each.since <= at)
            or each.told_number != numbers.get(each.series, 0)
        ][:most]

    def live(self) -> Sequence[SiteOverride]:
        found = [each for each in self.kept.values() if each.end is None]
        return sorted(found, key=lambda own: own.premises_id)

    def moved(self, premises_id: UUID, series: ThreatSeries) -> bool:
        found = [e for e in self.live() if e.premises_id == premises_id and e.series is not series]
        for each in found:
            self.kept[each.override_id] = replace(each, series=series, told_number=-1)
        return bool(found)

    def forget(self, premises_id: UUID) -> int:
        gone = {each.override_id for each in self.kept.values() if each.premises_id == premises_id}
        self.kept = {key: own for key, own in self.kept.items() if key not in gone}
        self.notices = {k: n for k, n in self.notices.items() if n.override_id not in gone}
        return len(gone)

    def handled_by(self, subject: str) -> Sequence[SiteOverride]:
        found = [each for each in self.kept.values() if subject in each.people]
        return sorted(found, key=lambda own: (own.decided.at, own.override_id))

    def rename(self, subject: str, pseudonym: str) -> int:
        def named(hand: Hand) -> Hand:
            return replace(hand, by=pseudonym) if hand.by == subject else hand

        changed = self.handled_by(subject)
        for each in changed:
            ended = named(each.ended) if each.ended else None
            renamed = replace(each, decided=named(each.decided), ended=ended)
            self.kept[each.override_id] = renamed
        gone = [key for key, notice in self.notices.items() if notice.subject == subject]
        for key in gone:
            del self.notices[key]
        return len(changed) + len(gone)

    def notify(self, overrides: Sequence[SiteOverride], *, but: str | None, at: datetime) -> int:
        there = {(n.override_id, n.version, n.subject) for n in self.notices.values()}
        made = [
            SiteNotice(
                notice_id=uuid4(),
                override_id=own.override_id,
                version=own.version,
                subject=who.person,
                due_at=at,
            )
            for own in overrides
            for who in self.people
            if who.organisation_id == own.organisation_id
            and LEAD in who.roles
            and who.person != but
            and (own.override_id, own.version, who.person) not in there
        ]
        self.notices |= {each.notice_id: each for each in made}
        return len(made)

    def due_notice(self, at: datetime) -> SiteNotice | None:
        waiting = [
            each
            for each in self.notices.values()
            if each.sent_at is None and not each.given_up and each.due_at <= at
        ]
        return min(waiting, key=lambda each: each.due_at, default=None)

    def forget_notices(self, before: datetime, *, most: int) -> int:
        old = [
            key
            for key, each in self.notices.items()
            if each.due_at < before and (each.sent_at or each.given_up)
        ][:most]
        for key in old:
            del self.notices[key]
        return len(old)

    def settle(self, notice: SiteNotice) -> None:
        self.notices[notice.notice_id] = notice


def wanted(at: datetime, **given: Any) -> WantedOverride:
    """The most that can be done, for a day, unless said otherwise."""
    return WantedOverride(
        **{
            "response": ResponseLevel.EXCEPTIONAL,
            "reason": "A parade passes the door.",
            "until": at + timedelta(days=1),
        }
        | given
    )


def site(
    national: StandingLevel | None = None,
    newest: SiteOverride | None = None,
    **given: Any,
) -> Site:
    """A shop in London without a level of its own, unless said otherwise."""
    return Site(
        **{
            "premises_id": uuid4() if newest is None else newest.premises_id,
            "organisation_id": SHOP,
            "series": ThreatSeries.NATIONAL,
            "national": national,
            "newest": newest,
        }
        | given
    )


def own_level(
    at: datetime,
    *,
    national: StandingLevel | None = None,
    by: str = "lead",
    premises_id: UUID | None = None,
    **given: Any,
) -> SiteOverride:
    """The first own level of a premises."""
    there = site(national, premises_id=premises_id or uuid4())
    newest = there.with_override(uuid4(), wanted(at, **given), by=by, at=at).newest
    assert newest is not None
    return newest
