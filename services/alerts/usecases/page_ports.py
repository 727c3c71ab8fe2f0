"""What the use cases of paging need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from kernel.principals import Principal
from services.alerts.domain.alert import Alert
from services.alerts.domain.paging import ForsakenCalls, Page, PageRun, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """Where somebody who may be paged is reached: never an address for alerts."""

    subject: str
    version: int
    email: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBacklog:
    """How paging does: pages that wait and for how long, and what reaches nobody.

    `given_up` are the pages that reached nobody of matters that are still open, `nobody` the open
    ladders for whose last rung there is nobody at all.
    """

    waiting: int
    oldest_seconds: float
    given_up: int
    nobody: int


class PageMeasures(Protocol):
    """Says how paging does to those who run the platform."""

    def backlog(self, backlog: PageBacklog) -> None:
        """Say it as it is now."""
        ...


class Paging(Protocol):
    """Ladders, pages, and whom they go to, on one transaction."""

    def unpaged(self, *, most: int) -> Sequence[Alert]:
        """Return alerts that wait for approval, or ask, and have no ladder for that yet.

        A test is for simulators and pages nobody.
        """
        ...

    def welsh_overdue(self, at: datetime, *, most: int) -> Sequence[Alert]:
        """Return alerts whose confirmed Welsh was due before then, and that have no ladder yet."""
        ...

    def unreviewed(self, *, most: int) -> Sequence[Alert]:
        """Return alerts whose review by a second person waits, and has no ladder yet."""
        ...

    def forsaken(self, at: datetime, *, most: int) -> Sequence[ForsakenCalls]:
        """Return calls that wait though nobody is there to answer, by alert and queue.

        Those are left out of which a ladder goes on that paged somebody since the newest of them,
        or has not come to its end yet.
        """
        ...

    def latest(self, why: Why, alert_id: UUID, region: str) -> PageRun | None:
        """Return the last ladder that was begun of these, also a closed one, locked."""
        ...

    def begin(self, runs: Sequence[PageRun]) -> int:
        """Keep those ladders that are not there yet; return how many were not.

        There is one for each reason, alert, version of it that waits, and region, whatever happens.
        """
        ...

    def claim(self, at: datetime, *, but: Collection[UUID] = ()) -> PageRun | None:
        """Return a ladder that is due, locked, leaving those that others hold.

        Those that `but` names are passed over.
        """
        ...

    def run(self, run_id: UUID) -> PageRun | None:
        """Return a ladder, also a closed one; None if there is none."""
        ...

    def save(self, run: PageRun) -> None:
        """Keep how far a ladder is."""
        ...

    def queue(self, pages: Sequence[Page]) -> int:
        """Keep those pages that are not there yet: one for each ladder, rung and person.

        Whoever has one of the same ladder that still waits gets no second: it says the same.
        """
        ...

    def due(self, at: datetime, *, but: Collection[UUID] = ()) -> Page | None:
        """Return the most urgent page to be sent, but these, locked; those of others are left."""
        ...

    def settle(self, page: Page) -> None:
        """Keep what became of a page."""
        ...

    def backlog(self, at: datetime) -> PageBacklog:
        """Return how paging does."""
        ...

    def holders(self, role: str, *, among: Collection[str] | None = None) -> Sequence[Principal]:
        """Return the people who hold a role now and may use their account.

        With `among` those of these people alone, whom it finds without a look at all the others.
        """
        ...

    def answered_in(self, thread_id: UUID, region: str) -> bool:
        """Tell whether anybody of a region answered; of the nation, anybody at all."""
        ...

    def keep_officer(self, officer: Officer) -> bool:
        """Keep where somebody is reached unless a newer version is there."""
        ...

    def officer(self, subject: str) -> Officer | None:
        """Return where somebody is reached."""
        ...

    def forget_officer(self, subject: str) -> int:
        """Forget where somebody is reached, and put nobody's name on their pages."""
        ...

    def forget(self, before: datetime, *, most: int) -> int:
        """Delete some ladders closed before then, their pages, and who holds no such role."""
        ...
