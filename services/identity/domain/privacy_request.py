"""A person's request for what is held about them, or for its end: where it stands and by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from kernel.working_days import day_of, end_of
from services.identity.domain.privacy_clock import answer_due, longest_due
from services.identity.domain.privacy_errors import (
    AlreadyExtended,
    ExportNotReady,
    ExtensionTooLate,
    PrivacyRequestBegun,
    PrivacyRequestClosed,
)

CHANGE_OF_MIND: Final = timedelta(hours=72)
"""How long an erasure that an officer recorded waits, so that its person can take it back."""

EXPORT_KEPT: Final = timedelta(days=7)
"""How long an export can be fetched."""

KEPT_MONTHS: Final = 36
"""How long it is kept that somebody asked and was answered, under a pseudonym after an erasure."""


class PrivacyRequestKind(Enum):
    """What is asked for."""

    EXPORT = "EXPORT"
    ERASURE = "ERASURE"


class Received(Enum):
    """How a request reached us."""

    ONLINE = "ONLINE"
    LETTER = "LETTER"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    IN_PERSON = "IN_PERSON"
    DORMANCY = "DORMANCY"  # nobody asked: the account closed because nobody used it


class PrivacyRequestState(Enum):
    """Where it stands."""

    WAITING = "WAITING"  # nobody was asked yet: it can be taken back
    WORKING = "WORKING"  # the holders of data are being asked
    ANSWERED = "ANSWERED"  # an export can be fetched, an erasure is done
    ENDED = "ENDED"  # the export was deleted
    WITHDRAWN = "WITHDRAWN"


class ClockState(Enum):
    """How its time stands."""

    IN_TIME = "IN_TIME"
    DUE_SOON = "DUE_SOON"
    OVERDUE = "OVERDUE"
    STOPPED = "STOPPED"


OPEN: Final = frozenset({PrivacyRequestState.WAITING, PrivacyRequestState.WORKING})
SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyRequest:
    """One request. `recorded_by` is the officer who entered it, or None if it came online.

    `subject` is the person, and a pseudonym once an erasure is done. `until` is how long an export
    can be fetched.
    """

    request_id: UUID
    subject: str
    kind: PrivacyRequestKind
    received: Received
    received_on: date
    recorded_by: str | None
    created_at: datetime
    begins_at: datetime
    state: PrivacyRequestState = PrivacyRequestState.WAITING
    extended_because: str = ""
    extended_by: str | None = None
    closed_at: datetime | None = None
    until: datetime | None = None
    version: int = 1

    @classmethod
    def made(
        cls, request_id: UUID, subject: str, kind: PrivacyRequestKind, at: datetime
    ) -> "PrivacyRequest":
        """Return what a person asked for themselves, signed in."""
        return cls(
            request_id=request_id,
            subject=subject,
            kind=kind,
            received=Received.ONLINE,
            received_on=day_of(at),
            recorded_by=None,
            created_at=at,
            begins_at=at,
        )

    @classmethod
    def recorded(
        cls,
        request_id: UUID,
        subject: str,
        kind: PrivacyRequestKind,
        *,
        received: Received,
        received_on: date,
        by: str,
        at: datetime,
    ) -> "PrivacyRequest":
        """Return what an officer enters; its clock runs from the day on which it was received."""
        pause = CHANGE_OF_MIND if kind is PrivacyRequestKind.ERASURE else timedelta(0)
        return cls(
            request_id=request_id,
            subject=subject,
            kind=kind,
            received=received,
            received_on=received_on,
            recorded_by=by,
            created_at=at,
            begins_at=at + pause,
        )

    @classmethod
    def of_closing(cls, request_id: UUID, subject: str, at: datetime) -> "PrivacyRequest":
        """Return the erasure that follows when an account closes because nobody uses it."""
        made = cls.made(request_id, subject, PrivacyRequestKind.ERASURE, at)
        return replace(made, received=Received.DORMANCY)

    def needs_account(self, at: datetime) -> bool:
        """Tell whether its person would lose by it if their account closed now."""
        return self.open or (self.until is not None and at < self.until)

    @property
    def open(self) -> bool:
        """Whether the person waits for an answer."""
        return self.state in OPEN

    @property
    def due_on(self) -> date:
        """The last day on which an answer is in time."""
        return longest_due(self.received_on) if self.extended else answer_due(self.received_on)

    @property
    def extended(self) -> bool:
        """Whether the two further months were taken."""
        return bool(self.extended_because)

    def clock(self, at: datetime) -> ClockState:
        """Return how its time stands."""
        if not self.open:
            return ClockState.STOPPED
        if at >= end_of(self.due_on):
            return ClockState.OVERDUE
        return ClockState.DUE_SOON if at >= end_of(self.due_on) - SOON else ClockState.IN_TIME

    def begun(self) -> "PrivacyRequest":
        """Ask the holders of data from now on."""
        return self._next(state=PrivacyRequestState.WORKING)

    def answered(self, at: datetime) -> "PrivacyRequest":
        """Be answered: every holder has said what it has, or that it has nothing any more."""
        export = self.kind is PrivacyRequestKind.EXPORT
        until = at + EXPORT_KEPT if export else None
        return self._next(state=PrivacyRequestState.ANSWERED, closed_at=at, until=until)

    def withdrawn(self, at: datetime) -> "PrivacyRequest":
        """Take it back.

        Raises:
            PrivacyRequestClosed: it was answered or taken back.
            PrivacyRequestBegun: an erasure cannot be stopped half way.
        """
        if not self.open:
            raise PrivacyRequestClosed("It was answered, or taken back.")
        if self.state is PrivacyRequestState.WORKING and self.kind is PrivacyRequestKind.ERASURE:
            raise PrivacyRequestBegun("The erasure has begun and cannot be stopped.")
        return self._next(state=PrivacyRequestState.WITHDRAWN, closed_at=at)

    def extended_to_the_longest(self, because: str, *, by: str, at: datetime) -> "PrivacyRequest":
        """Take up to two further months, because the request is complex.

        Raises:
            PrivacyRequestClosed: it was answered or taken back.
            AlreadyExtended: they were taken.
            ExtensionTooLate: the person must be told within the first month.
        """
        if not self.open:
            raise PrivacyRequestClosed("It was answered, or taken back.")
        if self.extended:
            raise AlreadyExtended("The further months were taken already.")
        if at >= end_of(answer_due(self.received_on)):
            raise ExtensionTooLate("The first month is over.")
        return self._next(extended_because=because, extended_by=by)

    def ended(self) -> "PrivacyRequest":
        """Have no export to fetch any more."""
        return self._next(state=PrivacyRequestState.ENDED, until=None)

    def see_fetchable(self, at: datetime) -> None:
        """See that there is an export to fetch.

        Raises:
            ExportNotReady: there is none yet, or it was deleted.
        """
        if self.until is None or at >= self.until:
            raise ExportNotReady("There is nothing to fetch.")

    def _next(self, **changed: object) -> "PrivacyRequest":
        return replace(self, version=self.version + 1, **changed)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """That a holder of data was asked, and what it answered.

    An erasure is done in two rounds: what a token or an event in flight wrote after the first is
    gone after the second. `records` are rows held, or rows changed.
    """

    request_id: UUID
    holder: str
    round: int
    due_at: datetime
    tries: int = 0
    answered_at: datetime | None = None
    records: int = 0
    digest: bytes = b""
    why: str = ""
