"""The response level of one premises: never less than the threat level asks for, at times more."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import NotFound, Unmet, Violation
from kernel.places import REGIONS
from services.alerts.domain.threat_change import Hand, StandingLevel
from services.alerts.domain.threat_levels import ResponseLevel, ThreatSeries

LEAD: Final = "security-lead"
"""The role of who decides for the premises of their organisation."""

REASON_LONGEST: Final = 500
FURTHEST_BEGINNING: Final = timedelta(days=90)
LONGEST: Final = timedelta(days=366)
_RANK: Final = {level: rank for rank, level in enumerate(ResponseLevel)}


class SiteNotFound(NotFound):
    """The caller's organisation has no such premises; another organisation's look the same."""

    reason = "SITE_NOT_FOUND"


class NoSiteOverride(Unmet):
    """The premises has no response level of its own."""

    reason = "NO_SITE_OVERRIDE"


class SiteResponseBelowNational(Unmet):
    """A premises would do less than the threat level asks for."""

    reason = "SITE_RESPONSE_BELOW_NATIONAL"


class SiteStanding(Enum):
    """How a premises' own level and what its threat level asks for stand to each other."""

    FOLLOWS = "FOLLOWS"
    PLANNED = "PLANNED"
    OWN = "OWN"
    OVERTAKEN = "OVERTAKEN"


class OverrideEnd(Enum):
    """How an own level ended."""

    LIFTED = "LIFTED"
    RAN_OUT = "RAN_OUT"
    REPLACED = "REPLACED"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOverride:
    """What somebody wants to count at a premises. `since` is None for now."""

    response: ResponseLevel
    reason: str
    until: datetime
    since: datetime | None = None

    def violations(self, now: datetime) -> list[Violation]:
        """Return what is wrong with it, by field; nothing for a good one."""
        wrong = []
        if not 1 <= len(self.reason.strip()) <= REASON_LONGEST or "\x00" in self.reason:
            what = f"must have 1 to {REASON_LONGEST} characters, none of them NUL"
            wrong.append(Violation("reason", what))
        begins = self.since or now
        if self.since is not None and not now <= self.since <= now + FURTHEST_BEGINNING:
            what = f"must not be past, and at most {FURTHEST_BEGINNING.days} days ahead"
            wrong.append(Violation("since", what))
        if not begins < self.until <= now + LONGEST:
            what = f"must be after it begins, at most {LONGEST.days} days ahead"
            wrong.append(Violation("until", what))
        return wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOverride:
    """An own level of a premises. `version` counts what was decided or came about there.

    `told` is what its people were told last, and `told_number` the number of the threat level that
    stood then, 0 for none: when either is another, they are told again.
    """

    override_id: UUID
    premises_id: UUID
    organisation_id: str
    series: ThreatSeries
    number: int
    version: int
    response: ResponseLevel
    reason: str
    since: datetime
    until: datetime
    decided: Hand
    told: SiteStanding
    told_number: int
    end: OverrideEnd | None = None
    ended_at: datetime | None = None
    ended: Hand | None = None
    """Who ended it, where somebody did."""

    @property
    def people(self) -> frozenset[str]:
        """Everyone who had a hand in it."""
        return frozenset(hand.by for hand in (self.decided, self.ended) if hand is not None)

    def standing(self, national: StandingLevel | None, at: datetime) -> SiteStanding:
        """Return how it stands to what the threat level asks for at a moment."""
        if self.end is not None or at >= self.until:
            return SiteStanding.FOLLOWS
        if at < self.since:
            return SiteStanding.PLANNED
        if national is not None and is_lower(self.response, national.response):
            return SiteStanding.OVERTAKEN
        return SiteStanding.OWN

    def followed(self, national: StandingLevel | None, at: datetime) -> "SiteOverride | None":
        """Return it as its people are to hear of it now; None where they know it so already.

        They hear when it begins and ends, and of each change of the threat level: whether theirs
        still counts.
        """
        if self.end is not None:
            return None
        if at >= self.until:
            return self._ended(OverrideEnd.RAN_OUT, self.until)
        standing, number = self.standing(national, at), number_of(national)
        if (standing, number) == (self.told, self.told_number):
            return None
        return replace(self, told=standing, told_number=number, version=self.version + 1)

    def gone(self, at: datetime) -> "SiteOverride":
        """End it because there are no such premises any more."""
        return self._ended(OverrideEnd.LIFTED, at)

    def lift(self, *, by: str, why: str, at: datetime) -> "SiteOverride":
        """End it on one person's word.

        Raises:
            NoSiteOverride: it is over already.
        """
        if self.end is not None or at >= self.until:
            raise NoSiteOverride("These premises follow the threat level already.")
        return replace(self._ended(OverrideEnd.LIFTED, at), ended=Hand(by=by, at=at, why=why))

    def replaced(self, *, by: str, at: datetime) -> "SiteOverride":
        """End it because another takes its place; it is over already where its date came."""
        if at >= self.until:
            return self._ended(OverrideEnd.RAN_OUT, self.until)
        return replace(self._ended(OverrideEnd.REPLACED, at), ended=Hand(by=by, at=at))

    def _ended(self, how: OverrideEnd, at: datetime) -> "SiteOverride":
        return replace(
            self, end=how, ended_at=at, told=SiteStanding.FOLLOWS, version=self.version + 1
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One premises: what its threat level asks for, and its newest own level, if it had one."""

    premises_id: UUID
    organisation_id: str
    series: ThreatSeries
    national: StandingLevel | None
    newest: SiteOverride | None

    @property
    def version(self) -> int:
        """Counts what was decided or came about here; 1 while nothing was."""
        return 1 if self.newest is None else self.newest.version

    def override(self, at: datetime) -> SiteOverride | None:
        """Return the own level that is not over."""
        newest = self.newest
        return newest if newest and newest.end is None and at < newest.until else None

    def standing(self, at: datetime) -> SiteStanding:
        """Return how the two stand to each other."""
        own = self.override(at)
        return SiteStanding.FOLLOWS if own is None else own.standing(self.national, at)

    def response(self, at: datetime) -> ResponseLevel | None:
        """Return what counts: never less than the threat level asks for. None where nothing is."""
        own = self.override(at)
        if own is not None and self.standing(at) is SiteStanding.OWN:
            return own.response
        return None if self.national is None else self.national.response

    def with_override(
        self, override_id: UUID, wanted: WantedOverride, *, by: str, at: datetime
    ) -> "Site":
        """Return the premises with another own level; one that stood is over.

        Raises:
            SiteResponseBelowNational: it is less than the threat level asks for now.
        """
        if self.national is not None and is_lower(wanted.response, self.national.response):
            raise SiteResponseBelowNational(
                "The threat level asks for more: a premises may do more than that, and not less."
            )
        override = SiteOverride(
            override_id=override_id,
            premises_id=self.premises_id,
            organisation_id=self.organisation_id,
            series=self.series,
            number=1 if self.newest is None else self.newest.number + 1,
            version=self.version + 1,
            response=wanted.response,
            reason=wanted.reason.strip(),
            since=wanted.since or at,
            until=wanted.until,
            decided=Hand(by=by, at=at),
            told=SiteStanding.FOLLOWS,
            told_number=number_of(self.national),
        )
        told = override.standing(self.national, at)
        return replace(self, newest=replace(override, told=told))


def is_lower(one: ResponseLevel, other: ResponseLevel) -> bool:
    """Tell whether one level asks for less than another."""
    return _RANK[one] < _RANK[other]


def number_of(national: StandingLevel | None) -> int:
    """Return the number of a level in its series; 0 where none stands."""
    return 0 if national is None else national.number


def series_of(regions: Collection[str]) -> ThreatSeries:
    """Return whose threat level premises in these regions follow."""
    said = {REGIONS[each].threat_series for each in regions if each in REGIONS}
    return ThreatSeries(said.pop()) if len(said) == 1 else ThreatSeries.NATIONAL
