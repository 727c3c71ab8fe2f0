"""What the verbs about an organisation's people need."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from services.training.domain.staff import Change, CourseRequest, Learned, OutsideRecord


class Staff(Protocol):
    """The training of organisations' people of one transaction."""

    def members(
        self, organisation_id: str, subjects: Sequence[str], *, lock: bool = False
    ) -> frozenset[str]:
        """Return those of these people who belong to an organisation now; held there if asked."""
        ...

    def learned(self, subjects: Sequence[str]) -> Sequence[Learned]:
        """Return the enrolments of people, oldest first."""
        ...

    def requests(self, organisation_id: str, subjects: Sequence[str]) -> Sequence[CourseRequest]:
        """Return what an organisation asks of these people, soonest first."""
        ...

    def records(self, organisation_id: str, subjects: Sequence[str]) -> Sequence[OutsideRecord]:
        """Return what an organisation recorded of these people, newest first."""
        ...

    def ask(self, request: CourseRequest) -> Change:
        """Keep a request, or the other day of one that is there."""
        ...

    def record(self, record: OutsideRecord) -> Change:
        """Keep a record, or the other end of one that is there."""
        ...

    def next_due(self, today: date, until: date) -> CourseRequest | None:
        """Return a request that is due from today until a day and was not told of, locked, or None.

        Only of who belongs to the organisation now; one that somebody else holds is passed over.
        """
        ...

    def reminded(self, request: CourseRequest) -> None:
        """Keep that its day was told; another day is told anew."""
        ...

    def of_subject(self, subject: str) -> tuple[Sequence[CourseRequest], Sequence[OutsideRecord]]:
        """Return what anybody asks of a person, and recorded of them."""
        ...

    def part(self, subject: str, *, keeping: str | None) -> int:
        """Forget a person but for what one organisation, if any, asks and recorded of them."""
        ...
