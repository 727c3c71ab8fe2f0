"""The way of an alert along seats: whose turn it is, who passed it on when, and what they added.

What is added stands beside the hub's words and never in them: a step holds the digest of what was
approved, and has no field for the alert's own text.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, TypeAlias
from uuid import UUID, uuid5

from kernel.access import may_read
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import FLOORS, Marking, MarkingBelowFloor, Tlp
from kernel.places import REGIONS, SECTORS
from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.audience import Person
from services.alerts.domain.cascade_errors import (
    ContextLooser,
    NotYourStep,
    StepSettled,
)
from services.alerts.domain.content import Urgency
from services.alerts.domain.errors import VersionChanged
from services.alerts.domain.seat import Sitting
from services.alerts.domain.whereabouts import NOWHERE, Holdings

Branch: TypeAlias = tuple[str, str]
"""A region and a sector in it; without a sector all of the region."""

DIRECT: Final[Branch] = ("", "")
"""The way of who is in no branch: straight from the hub."""

LONGEST_CONTEXT: Final = 1000
PAUSES: Final = {
    Urgency.IMMEDIATE: timedelta(minutes=5),
    Urgency.EXPECTED: timedelta(minutes=30),
    Urgency.FUTURE: timedelta(hours=4),
    Urgency.PAST: timedelta(hours=4),
}
"""How long each in a place has. What is Immediate goes along no seats; a pause is named for all."""

TIGHTNESS: Final = tuple(Tlp)
"""The labels from the loosest to the tightest."""


class Rung(Enum):
    """Whose turn it is at a step."""

    HOLDER = "HOLDER"
    DEPUTY = "DEPUTY"
    HUB = "HUB"


class StepState(Enum):
    """How a step stands."""

    WAITING = "WAITING"
    PASSED_ON = "PASSED_ON"
    SENT_DIRECT = "SENT_DIRECT"
    CLOSED = "CLOSED"


SETTLED: Final = frozenset({StepState.PASSED_ON, StepState.SENT_DIRECT})
"""The states after which what comes below has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What somebody adds beside the hub's words for those below them."""

    text: str
    tlp: Tlp
    text_cy: str = ""
    """The same in Welsh, not reviewed; empty for English alone."""

    def said_in(self, language: str) -> str:
        """Return it in a language, else as it was written."""
        return (language == "cy" and self.text_cy) or self.text

    def marking(self, hub: Marking) -> Marking:
        """Return to whom it may be shown: to nobody who may not see the hub's words.

        Raises:
            ContextLooser: the label is looser than the hub's, or one that this alert cannot have.
        """
        if TIGHTNESS.index(self.tlp) < TIGHTNESS.index(hub.tlp):
            raise ContextLooser(f"The alert is TLP:{hub.tlp.value}: say that, or tighter.")
        try:
            return replace(hub, tlp=self.tlp, minimum_tier=max(hub.minimum_tier, FLOORS[self.tlp]))
        except MarkingBelowFloor as below:
            raise ContextLooser(str(below)) from below


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place that an alert passes: a region, or a sector in it.

    `digest` is that of what was approved: it travels along. While it waits, `rung` says whose turn
    it is, and `due_at` until when.
    """

    alert_id: UUID
    digest: bytes
    region: str
    sector: str
    given_at: datetime
    rung: Rung = Rung.HOLDER
    state: StepState = StepState.WAITING
    due_at: datetime | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    done_as: Rung | None = None
    context: Context | None = None
    version: int = 1

    @property
    def step_id(self) -> UUID:
        """Its id: the same however often it is begun."""
        return uuid5(self.alert_id, f"cascade:{self.region}:{self.sector}")

    @property
    def branch(self) -> Branch:
        """Where it is."""
        return self.region, self.sector

    @classmethod
    def given(cls, alert: Alert, branch: Branch, who: Sitting, *, at: datetime) -> "Step":
        """Return the step of a place that an alert has just reached; a vacancy waits for nobody."""
        step = cls(
            alert_id=alert.alert_id,
            digest=alert.digest,
            region=branch[0],
            sector=branch[1],
            given_at=at,
        )
        pause = PAUSES[alert.content.urgency]
        if who.holders:
            return replace(step, due_at=at + pause)
        if who.deputies:
            return replace(step, rung=Rung.DEPUTY, due_at=at + pause)
        return step.direct(at)

    def passed_on(
        self,
        *,
        by: str,
        sitting: Sitting,
        read: bytes,
        context: Context | None,
        above: Iterable["Step"],
        hub: Marking,
        at: datetime,
    ) -> "Step":
        """Return it passed on by somebody who sits there, with what they add.

        The deputy may, whosever turn it is. `above` are the steps that it came by.

        Raises:
            NotYourStep: `by` does not sit there.
            StepSettled: it was passed on, was sent by the hub, or is over.
            VersionChanged: `read` is not the digest of what was approved.
            ContextLooser: the context's label is looser than what stands above it.
        """
        if by not in sitting.people:
            raise NotYourStep("There is nothing to pass on.")
        if self.state is not StepState.WAITING:
            raise StepSettled("This was passed on, or sent, already.")
        if read != self.digest:
            raise VersionChanged("The alert is not what you read: read it again.")
        if context is not None:
            context.marking(hub)
            for each in above:
                if each.context and not _as_tight(context.tlp, each.context.tlp):
                    raise ContextLooser(f"Above you is TLP:{each.context.tlp.value}.")
        return replace(
            self,
            state=StepState.PASSED_ON,
            due_at=None,
            done_at=at,
            done_by=by,
            done_as=Rung.HOLDER if by in sitting.holders else Rung.DEPUTY,
            context=context,
            version=self.version + 1,
        )

    def climbed(self, who: Sitting, pause: timedelta, at: datetime) -> "Step":
        """Return it after silence: the deputy's turn, and then the hub sends it itself."""
        if self.rung is Rung.HOLDER and who.deputies:
            later = at + pause
            return replace(self, rung=Rung.DEPUTY, due_at=later, version=self.version + 1)
        return self.direct(at)

    def direct(self, at: datetime) -> "Step":
        """Return it sent by the hub itself, without a word beside it."""
        return replace(
            self,
            rung=Rung.HUB,
            state=StepState.SENT_DIRECT,
            due_at=None,
            done_at=at,
            version=self.version + 1,
        )

    def closed(self, at: datetime) -> "Step":
        """Return it over: the alert ended, or an update took its place."""
        return replace(
            self, state=StepState.CLOSED, due_at=None, done_at=at, version=self.version + 1
        )


def _as_tight(label: Tlp, than: Tlp) -> bool:
    return TIGHTNESS.index(label) >= TIGHTNESS.index(than)


def regions_for(alert: Alert) -> tuple[str, ...]:
    """Return the regions that an alert may pass: those of which its rows say that it may be.

    Of these one whose areas say where it is for passes fewer: see `cascade_regions`.
    """
    return _passed(alert, Kind.REGION, REGIONS)


def sectors_for(alert: Alert) -> tuple[str, ...]:
    """Return the sectors that an alert passes in each region: those that it may be for."""
    return _passed(alert, Kind.SECTOR, SECTORS)


def _passed(alert: Alert, kind: Kind, every: Iterable[str]) -> tuple[str, ...]:
    """Return what must be, or else what alone is included, or all; without the excluded."""
    rows = alert.content.audience
    of_kind = [each for each in rows if each.kind is kind]
    named = {each.value for each in of_kind if each.mode is Mode.MUST_BE}
    if not named and all(each.kind is kind for each in rows if each.mode is Mode.INCLUDE):
        named = {each.value for each in of_kind if each.mode is Mode.INCLUDE}
    without = {each.value for each in of_kind if each.mode is Mode.EXCLUDE}
    return tuple(sorted((named or set(every)) - without))


def branches_of(who: Principal, holdings: Holdings) -> frozenset[Branch]:
    """Return the branches in which somebody is: their regions and sectors, and their places'."""
    regions = set(who.regions)
    for place in holdings.places or NOWHERE:
        regions |= place.regions
    sectors = who.sectors | holdings.sectors
    return frozenset((region, sector) for region in regions for sector in sectors)


def rows_of(branch: Branch, audience: Iterable[AudienceRow]) -> tuple[AudienceRow, ...]:
    """Return for whom something is that is added in a branch: whom the alert is for, and is there.

    Rows that must be are alternatives within a kind: those of the alert's that name places give
    way to the branch, which is one of them.
    """
    here = [AudienceRow(Mode.MUST_BE, Kind.REGION, branch[0])]
    if branch[1]:
        here.append(AudienceRow(Mode.MUST_BE, Kind.SECTOR, branch[1]))
    kinds = {each.kind for each in here}
    kept = [e for e in audience if not (e.mode is Mode.MUST_BE and e.kind in kinds)]
    return (*kept, *here)


def ways_to(
    branches: Collection[Branch], steps: Mapping[Branch, Step]
) -> tuple[Branch, ...] | None:
    """Return by which branches an alert has come to somebody; None while it is still on its way.

    Who is in none of those that it passes has it from the hub at once. In several, the first that
    is settled brings it. A branch whose region has not passed it on waits, whether or not there is
    a step for it yet.
    """
    regions = {region for region, sector in steps if not sector}
    opened = {region for region in regions if steps[region, ""].state in SETTLED}
    passed = [
        each for each in branches if each[0] in regions and (each in steps or each[0] not in opened)
    ]
    if not passed:
        return (DIRECT,)
    come = [steps[each] for each in passed if each in steps and steps[each].state in SETTLED]
    first = sorted(come, key=lambda each: (each.done_at or each.given_at, each.branch))
    return tuple(each.branch for each in first) or None


def come_by(
    meant: Iterable[Person], steps: Mapping[Branch, Step] | None
) -> tuple[Branch, ...] | None:
    """Return by which branches an alert has come to somebody; None while it is on its way.

    `meant` is everything that they are for which it is for them. Each of it waits in its own
    branches alone, whoever asked by postcode in none; the first that has it brings it. What else
    they are holds nothing up: in its branches nobody would look for them. What does not go along
    seats has no steps, and has come to everyone.
    """
    if steps is None:
        return (DIRECT,)
    come = [each for who in meant for each in ways_to(branches_of(*who), steps) or ()]
    return tuple(dict.fromkeys(come)) or None


def contexts_for(
    branch: Branch, steps: Mapping[Branch, Step], hub: Marking, reader: Principal
) -> list[tuple[Step, Context]]:
    """Return what was added on the way to a branch that a reader may see: the region's first."""
    way = [steps.get((branch[0], "")), steps.get(branch)]
    return [
        (step, step.context)
        for step in dict.fromkeys(way)
        if step is not None and step.context is not None and _shown(step.context, hub, reader)
    ]


def _shown(context: Context, hub: Marking, reader: Principal) -> bool:
    return may_read(reader, context.marking(hub))
