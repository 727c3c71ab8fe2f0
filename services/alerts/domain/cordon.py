"""A cordon: a line around a place that two people move, and that one keeps up to date."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Violation
from kernel.digests import digest_of
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cordon_errors import CordonHeldByAnother, UpdateDuePassed
from services.alerts.domain.errors import (
    IllegalTransition,
    NothingChanged,
    SelfApproval,
    VersionChanged,
)
from services.alerts.domain.exercise import enclosed
from services.alerts.domain.wording import CapStatus

PLACE_LONGEST: Final = 200
REFERENCE_LONGEST: Final = 200
NOTE_LONGEST: Final = 1000
FURTHEST_DUE: Final = timedelta(hours=24)
"""Nobody promises the next word later than that: a line that is not looked at becomes wrong."""

MOST_OF_A_THREAD: Final = 20
MOST_POINTS_OF_A_THREAD: Final = 100_000
"""Of all lines of a thread that stand or wait together: they are read in one answer."""


class CordonStatus(Enum):
    """Where a cordon stands. What is LIVE ends only as LIFTED, or with its alert."""

    PROPOSED = "PROPOSED"
    LIVE = "LIVE"
    LIFTED = "LIFTED"
    DROPPED = "DROPPED"


NOT_OVER: Final = frozenset({CordonStatus.PROPOSED, CordonStatus.LIVE})
"""Those of which a thread has so many at most."""


class ChangeKind(Enum):
    """What one person would do and a second one confirms."""

    SET = "SET"
    MOVE = "MOVE"
    LIFT = "LIFT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where a cordon would run, and when the next word would be due.

    `polygon` is the ring in CAP's notation, as `Polygon.text` writes it.
    """

    place: str
    polygon: str
    next_update_due: datetime
    authority_reference: str = ""

    def violations(self, now: datetime) -> list[Violation]:
        """Return what is wrong with it, by field; nothing for a good one."""
        wrong = []
        if not self.place.strip() or len(self.place) > PLACE_LONGEST or "\x00" in self.place:
            what = f"must have 1 to {PLACE_LONGEST} characters, none of them NUL"
            wrong.append(Violation("place", what))
        if len(self.authority_reference) > REFERENCE_LONGEST or "\x00" in self.authority_reference:
            what = f"must have at most {REFERENCE_LONGEST} characters, none of them NUL"
            wrong.append(Violation("authority_reference", what))
        return wrong + due_violations(self.next_update_due, now)


def due_violations(due: datetime, now: datetime) -> list[Violation]:
    """Return what is wrong with when the next word is due."""
    if now < due <= now + FURTHEST_DUE:
        return []
    return [Violation("next_update_due", "must be later than now, and at most a day ahead")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one person would do. `line` is None where the cordon would be lifted."""

    kind: ChangeKind
    by: str
    at: datetime
    line: Line | None
    authority_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where a cordon runs, or ran; `number` counts the shapes of one cordon from 1."""

    number: int
    place: str
    polygon: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who keeps a cordon up to date, since when, and what the one before left for them."""

    by: str
    since: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cordon:
    """One cordon of a thread, from the first person's word to its end.

    `alert_id` is the message of the thread that stood when it was set, `paged_for` the due time
    for which the duty officers were paged last.
    """

    cordon_id: UUID
    thread_id: UUID
    alert_id: UUID
    version: int
    status: CordonStatus
    created_at: datetime
    cap_status: CapStatus
    shape: Shape | None = None
    next_update_due: datetime | None = None
    updated_at: datetime | None = None
    lifted_at: datetime | None = None
    holding: Holding | None = None
    change: Change | None = None
    paged_for: datetime | None = None

    @classmethod
    def proposed(
        cls, cordon_id: UUID, alert: Alert, line: Line, *, by: str, at: datetime
    ) -> "Cordon":
        """Return the first person's word that a cordon is set; nobody sees it yet.

        Raises:
            IllegalTransition: the alert is not the current one of a thread that is out.
        """
        see_that_it_stands(alert)
        cordon = cls(
            cordon_id=cordon_id,
            thread_id=alert.thread.thread_id,
            alert_id=alert.alert_id,
            version=1,
            status=CordonStatus.PROPOSED,
            created_at=at,
            cap_status=alert.content.cap_status,
        )
        line = cordon.marked(line)
        return replace(cordon, change=Change(kind=ChangeKind.SET, by=by, at=at, line=line))

    @property
    def people(self) -> frozenset[str]:
        """Everyone whom it names."""
        named = (self.change and self.change.by, self.holding and self.holding.by)
        return frozenset(each for each in named if each)

    @property
    def change_digest(self) -> bytes:
        """The digest that a second person names; empty while nothing waits for one."""
        change = self.change
        if change is None:
            return b""
        line = change.line
        return digest_of(
            {
                "digest_version": 1,
                "cordon_id": str(self.cordon_id),
                "thread_id": str(self.thread_id),
                "shape": 0 if self.shape is None else self.shape.number,
                "kind": change.kind.value,
                "place": line.place if line else "",
                "polygon": line.polygon if line else "",
                "next_update_due": line.next_update_due.astimezone(UTC).isoformat() if line else "",
                "authority_reference": change.authority_reference
                or (line.authority_reference if line else ""),
            }
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that stand or wait."""
        live = self.shape.polygon if self.status is CordonStatus.LIVE and self.shape else ""
        waits = self.change.line.polygon if self.change and self.change.line else ""
        return tuple(each for each in (live, waits) if each)

    def overdue(self, at: datetime) -> bool:
        """Tell whether somebody should have said by then how it stands, and nobody did."""
        due = self.next_update_due
        return self.status is CordonStatus.LIVE and due is not None and due <= at

    def marked(self, line: Line) -> Line:
        """Return a line whose place says of an exercise that it is one, first and last."""
        if self.cap_status is not CapStatus.EXERCISE:
            return line
        return replace(line, place=enclosed(line.place))

    def move(self, line: Line, *, by: str, at: datetime) -> "Cordon":
        """Take one person's word that it runs elsewhere; a later word replaces it.

        Raises:
            IllegalTransition: it is not live.
            NothingChanged: it runs so already.
        """
        shape, line = self._live_shape(), self.marked(line)
        if (shape.place, shape.polygon) == (line.place, line.polygon):
            raise NothingChanged("It runs so already: say when the next word is due.")
        change = Change(kind=ChangeKind.MOVE, by=by, at=at, line=line)
        return replace(self, change=change, version=self.version + 1)

    def lift(self, *, by: str, authority_reference: str, at: datetime) -> "Cordon":
        """Take one person's word that it is lifted; a later word replaces it.

        Raises:
            IllegalTransition: it is not live.
        """
        self._live_shape()
        change = Change(
            kind=ChangeKind.LIFT, by=by, at=at, line=None, authority_reference=authority_reference
        )
        return replace(self, change=change, version=self.version + 1)

    def drop_change(self) -> "Cordon":
        """Give up what waits; a cordon that was only proposed is dropped with it.

        Raises:
            IllegalTransition: nothing waits.
        """
        if self.change is None:
            raise IllegalTransition("Nothing waits for a second person.")
        first = self.status is CordonStatus.PROPOSED
        status = CordonStatus.DROPPED if first else self.status
        return replace(self, status=status, change=None, version=self.version + 1)

    def confirm(self, *, by: str, read: bytes, at: datetime) -> "Cordon":
        """Do what waits on the word of a second person who read exactly it.

        Raises:
            IllegalTransition: nothing waits.
            SelfApproval: `by` proposed it.
            VersionChanged: `read` is not its digest.
            UpdateDuePassed: the next word would be due already.
        """
        change = self.change
        if change is None:
            raise IllegalTransition("Nothing waits for a second person.")
        if by == change.by:
            raise SelfApproval("Somebody else must confirm what you proposed.")
        if read != self.change_digest:
            raise VersionChanged("What waits is not what you read: read it again.")
        done = replace(self, change=None, updated_at=at, version=self.version + 1)
        if change.line is None:
            return replace(done, status=CordonStatus.LIFTED, next_update_due=None, lifted_at=at)
        if change.line.next_update_due <= at:
            raise UpdateDuePassed("The next update would be due already: propose it anew.")
        return replace(
            done,
            status=CordonStatus.LIVE,
            shape=Shape(
                number=1 if self.shape is None else self.shape.number + 1,
                place=change.line.place,
                polygon=change.line.polygon,
                since=at,
            ),
            next_update_due=change.line.next_update_due,
            holding=self.holding or Holding(by=by, since=at),
        )

    def renew(self, *, by: str, due: datetime, at: datetime) -> "Cordon":
        """Say that it still runs where it does, and when the next word is due.

        Raises:
            IllegalTransition: it is not live.
            CordonHeldByAnother: `by` does not hold it.
        """
        self._live_shape()
        if self.holding is None or self.holding.by != by:
            raise CordonHeldByAnother("Take the cordon over before you speak for it.")
        return replace(self, next_update_due=due, updated_at=at, version=self.version + 1)

    def take(self, *, by: str, note: str, at: datetime) -> "Cordon":
        """Hand it over to whoever comes on shift; when the next word is due stays.

        Raises:
            IllegalTransition: it is not live.
            NothingChanged: `by` holds it already.
        """
        self._live_shape()
        if self.holding is not None and self.holding.by == by:
            raise NothingChanged("You hold the cordon already.")
        return replace(self, holding=Holding(by=by, since=at, note=note), version=self.version + 1)

    def paged(self) -> "Cordon":
        """Return it with its due time as the one about which officers were paged."""
        return replace(self, paged_for=self.next_update_due)

    def _live_shape(self) -> Shape:
        if self.status is not CordonStatus.LIVE or self.shape is None:
            raise IllegalTransition(f"The cordon is {self.status.value.lower()}.")
        return self.shape


def points_of(cordons: Iterable[Cordon]) -> int:
    """Return how many points the lines have together that stand or wait."""
    return sum(line.count(",") for each in cordons for line in each.lines)


def stands(alert: Alert) -> bool:
    """Tell whether an alert is the current message of a thread that is out."""
    return alert.status is Status.ISSUED and alert.successor is None


def see_that_it_stands(alert: Alert) -> None:
    """See that an alert is the current message of a thread that is out.

    Raises:
        IllegalTransition: it is not.
    """
    if not stands(alert):
        raise IllegalTransition("Only the message of a thread that stands now has cordons.")
