"""A complaint about how personal data is handled, and its two clocks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from chassis.errors import NotFound, Unmet
from kernel.working_days import day_of, end_of
from services.identity.domain.privacy_clock import acknowledgement_due, answer_due
from services.identity.domain.privacy_request import SOON, ClockState


class ComplaintNotFound(NotFound):
    """There is no such complaint."""

    reason = "COMPLAINT_NOT_FOUND"


class ComplaintAnswered(Unmet):
    """Its person was told the outcome already."""

    reason = "COMPLAINT_ANSWERED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What somebody complains of. It is acknowledged when the mail that says so was taken.

    With `forget_when_answered` its person was erased while it waited.
    """

    complaint_id: UUID
    email: str
    language: str
    about: str
    made_at: datetime
    acknowledged_at: datetime | None = None
    outcome: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    forget_when_answered: bool = False
    version: int = 1

    @property
    def acknowledge_by(self) -> date:
        """The last day on which an acknowledgement is in time: 30 days."""
        return acknowledgement_due(day_of(self.made_at))

    @property
    def answer_by(self) -> date:
        """The last day on which we want to have answered: as soon as any request, a month."""
        return answer_due(day_of(self.made_at))

    def clock(self, at: datetime) -> ClockState:
        """Return how its time stands: of the acknowledgement while there is none."""
        if self.answered_at is not None:
            return ClockState.STOPPED
        last = self.acknowledge_by if self.acknowledged_at is None else self.answer_by
        if at >= end_of(last):
            return ClockState.OVERDUE
        return ClockState.DUE_SOON if at >= end_of(last) - SOON else ClockState.IN_TIME

    def acknowledged(self, at: datetime) -> "Complaint":
        """Keep that its person was told that it arrived; told again, it stays as it is."""
        if self.acknowledged_at is not None:
            return self
        return replace(self, acknowledged_at=at, version=self.version + 1)

    def answered(self, outcome: str, *, by: str, at: datetime) -> "Complaint":
        """Tell the outcome.

        Raises:
            ComplaintAnswered: it was told.
        """
        if self.answered_at is not None:
            raise ComplaintAnswered("The outcome was told already.")
        return replace(
            self, outcome=outcome, answered_by=by, answered_at=at, version=self.version + 1
        )

    def kept(self) -> "Complaint":
        """Return what is kept of it: of somebody who was erased that it came and was answered."""
        if not self.forget_when_answered or self.answered_at is None:
            return self
        return replace(self, email=f"{self.complaint_id.hex}@erased.invalid", about="", outcome="")
