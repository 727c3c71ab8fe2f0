"""What the use cases of the cascade need."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.alerts.domain.cascade import Branch, Step
from services.alerts.domain.seat import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchReport:
    """What somebody who stands for a place told those above them."""

    report_id: UUID
    alert_id: UUID
    region: str
    sector: str
    text: str
    told_at: datetime
    told_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one branch: how many people it was handed to, how many answered, who reports what."""

    reached: int = 0
    answered: int = 0
    need_help: int = 0
    sightings: Mapping[str, int] = field(default_factory=dict)


class Seats(Protocol):
    """Our copy of identity's seats, on one transaction."""

    def keep(self, seat: Seat) -> bool:
        """Keep what identity told unless a newer version is there; tell whether it was kept."""
        ...

    def of_regions(self, regions: Collection[str]) -> Sequence[Seat]:
        """Return the seats of some regions."""
        ...

    def of_the_region(self, region: str) -> Sequence[Seat]:
        """Return those of the region itself: of no sector and no district of it."""
        ...

    def of(self, subject: str) -> Sequence[Seat]:
        """Return those in which somebody sits."""
        ...

    def forget(self, subject: str) -> int:
        """Let somebody sit nowhere; return how many rows changed."""
        ...


class Cascades(Protocol):
    """The steps of alerts along seats, on one transaction."""

    def begin(self, steps: Sequence[Step]) -> Sequence[Step]:
        """Keep those that are not there yet, and return these."""
        ...

    def steps(self, alert_id: UUID) -> Sequence[Step]:
        """Return those of an alert, by region and sector."""
        ...

    def get(self, alert_id: UUID, branch: Branch) -> Step | None:
        """Return one, locked, or None."""
        ...

    def save(self, step: Step) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def waiting_at(self, branches: Collection[Branch], *, most: int) -> Sequence[Step]:
        """Return steps that wait in some places, the oldest first."""
        ...

    def claim(self, at: datetime, *, but: Collection[UUID] = ()) -> Step | None:
        """Return one whose time is over, locked, leaving those that others hold.

        Those whose ids `but` has are passed over.
        """
        ...

    def came_by(self, alert_id: UUID, who: Collection[tuple[UUID, Branch]]) -> None:
        """Note by which branch an alert came to recipients; what is noted stays."""
        ...

    def branches_to(self, alert_id: UUID, recipient_id: UUID) -> Sequence[Branch]:
        """Return by which branches an alert came to a recipient."""
        ...

    def figures(self, alert_id: UUID, thread_id: UUID, since: datetime) -> Mapping[Branch, Figures]:
        """Count people by branch; what they report is of since then."""
        ...

    def report(self, report: BranchReport) -> None:
        """Keep what was told upward."""
        ...

    def reports(self, alert_id: UUID) -> Sequence[BranchReport]:
        """Return what was told upward about an alert, oldest first."""
        ...

    def of(self, subject: str) -> tuple[Sequence[Step], Sequence[BranchReport]]:
        """Return what somebody passed on, and what they told upward."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some of what was begun before then; return how many steps."""
        ...
