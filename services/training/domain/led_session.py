"""A led session: a course taught by a trainer at a time, to as many as there are places.

Who is booked, who waits and whose turn it is follow from the bookings alone; whoever changes them
holds the session's row, so that two who book at once are looked at one after the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import Invalid, StaleVersion, Violation
from kernel.places import REGIONS
from kernel.web_addresses import LONGEST_URL, AddressRules, BadAddress
from services.training.domain.led_errors import (
    AlreadyBooked,
    AttendanceTooEarly,
    BookingClosed,
    BookingNotFound,
    SessionCancelled,
    SessionOver,
    WaitingListFull,
)

MOST_PLACES: Final = 500
MOST_WAITING: Final = 200
LONGEST_PLACE: Final = 300
LONGEST: Final = timedelta(days=7)
FARTHEST: Final = timedelta(days=730)


class BookingStatus(Enum):
    """What became of a booking. The late cancellation and the absence stay on record."""

    BOOKED = "BOOKED"
    WAITING = "WAITING"
    CANCELLED = "CANCELLED"
    CANCELLED_LATE = "CANCELLED_LATE"
    ATTENDED = "ATTENDED"
    ABSENT = "ABSENT"


OPEN: Final = frozenset({BookingStatus.BOOKED, BookingStatus.WAITING})
"""What can still be cancelled; nobody has two of them for a session."""

HOLDING: Final = frozenset({BookingStatus.BOOKED, BookingStatus.ATTENDED, BookingStatus.ABSENT})
"""What takes a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """One person's place, or place in the line: `turn` counts the bookings of a session from 1.

    `name` is how the person wants to be called there; it is their own choice.
    """

    booking_id: UUID
    session_id: UUID
    subject: str
    name: str
    status: BookingStatus
    turn: int
    asked_at: datetime
    changed_at: datetime

    def as_(self, status: BookingStatus, at: datetime) -> "Booking":
        """Return it in another status."""
        return replace(self, status=status, changed_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedSession:
    """A session as it stands. `link` is told to who is booked alone; `region` may be empty."""

    session_id: UUID
    version: int
    course_id: UUID
    scheduled_by: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    place: str
    link: str
    places: int
    region: str
    scheduled_at: datetime
    cancelled_at: datetime | None = None
    cancellation_reason: str = ""

    @classmethod
    def scheduled(cls, *, scheduled_at: datetime, **said: object) -> "LedSession":
        """Return a new session.

        Raises:
            Invalid: each field that is wrong is named.
        """
        session = cls(version=1, scheduled_at=scheduled_at, **said)  # type: ignore[arg-type] # as named
        _check(_rules(session, scheduled_at))
        return session

    def move(self, said: Mapping[str, object], *, expected: int, at: datetime) -> "LedSession":
        """Return it at another time or place; the same when that is what it has.

        Booking may have closed before, and stays so unless another closing time is said.

        Raises:
            SessionCancelled: it was called off.
            SessionOver: it has begun.
            StaleVersion: it changed since it was read.
            Invalid: each field that is wrong is named.
        """
        self.must_stand()
        self._must_lie_ahead(at)
        if expected != self.version:
            raise StaleVersion("The session changed meanwhile: read it again.")
        moved = replace(self, **said)  # type: ignore[arg-type] # as named
        closed = moved.closes_at == self.closes_at <= at
        _check(_rules(moved, self.scheduled_at if closed else at))
        if moved.starts_at <= at:
            raise Invalid(Violation("starts_at", "must lie ahead"))
        return self if moved == self else replace(moved, version=self.version + 1)

    def cancel(self, *, why: str, at: datetime) -> "LedSession":
        """Call it off.

        Raises:
            SessionCancelled: it was before.
            SessionOver: it has begun.
        """
        self.must_stand()
        self._must_lie_ahead(at)
        return replace(self, version=self.version + 1, cancelled_at=at, cancellation_reason=why)

    def must_stand(self) -> None:
        """See that it was not called off.

        Raises:
            SessionCancelled: it was.
        """
        if self.cancelled_at is not None:
            raise SessionCancelled("The session was cancelled.")

    def book(
        self, there: Sequence[Booking], *, booking_id: UUID, subject: str, name: str, at: datetime
    ) -> Booking:
        """Return a booking: a place if one is free and nobody waits, else the end of the line.

        Raises:
            SessionCancelled: it was called off.
            BookingClosed: it is too late.
            AlreadyBooked: they are booked or wait.
            WaitingListFull: as many wait as may.
        """
        self.must_stand()
        if at >= self.closes_at:
            raise BookingClosed("Booking for this session is closed.")
        if any(each.subject == subject and each.status in OPEN for each in there):
            raise AlreadyBooked("You have booked this session, or wait for a place in it.")
        waiting = len(in_line(there))
        free = self.free(there) and not waiting
        if not free and waiting >= MOST_WAITING:
            raise WaitingListFull("As many wait for a place in this session as may.")
        return Booking(
            booking_id=booking_id,
            session_id=self.session_id,
            subject=subject,
            name=name,
            status=BookingStatus.BOOKED if free else BookingStatus.WAITING,
            turn=max((each.turn for each in there), default=0) + 1,
            asked_at=at,
            changed_at=at,
        )

    def free(self, there: Iterable[Booking]) -> int:
        """Return how many places are free."""
        return max(0, self.places - sum(each.status in HOLDING for each in there))

    def give_up(
        self, there: Sequence[Booking], *, subject: str, at: datetime
    ) -> tuple[Booking, Booking | None]:
        """Return a person's booking, cancelled, and that of the first in line if they moved up.

        A cancellation is late once booking has closed; leaving the line never is.

        Raises:
            SessionCancelled: it was called off.
            SessionOver: it has begun.
            BookingNotFound: they have none that stands.
        """
        self.must_stand()
        self._must_lie_ahead(at)
        mine = next(
            (each for each in there if each.subject == subject and each.status in OPEN), None
        )
        if mine is None:
            raise BookingNotFound("You have no booking of this session.")
        late = mine.status is BookingStatus.BOOKED and at >= self.closes_at
        gone = mine.as_(BookingStatus.CANCELLED_LATE if late else BookingStatus.CANCELLED, at)
        left = [gone if each is mine else each for each in there]
        line = in_line(left)
        if not line or not self.free(left):
            return gone, None
        return gone, line[0].as_(BookingStatus.BOOKED, at)

    def attended(
        self, there: Sequence[Booking], marks: Mapping[UUID, bool], *, at: datetime
    ) -> list[Booking]:
        """Return the bookings that a trainer marks as there or absent; a mark may be corrected.

        Raises:
            SessionCancelled: it was called off.
            AttendanceTooEarly: it has not begun.
            BookingNotFound: a mark is of nobody who holds a place.
        """
        self.must_stand()
        if at < self.starts_at:
            raise AttendanceTooEarly("Attendance is recorded once the session has begun.")
        holding = {each.booking_id: each for each in there if each.status in HOLDING}
        if marks.keys() - holding.keys():
            raise BookingNotFound("There is no such booking with a place in this session.")
        return [
            holding[name].as_(BookingStatus.ATTENDED if came else BookingStatus.ABSENT, at)
            for name, came in marks.items()
        ]

    def _must_lie_ahead(self, at: datetime) -> None:
        if at >= self.starts_at:
            raise SessionOver("The session has begun.")


def in_line(there: Iterable[Booking]) -> list[Booking]:
    """Return who waits, whose turn it is first."""
    waiting = (each for each in there if each.status is BookingStatus.WAITING)
    return sorted(waiting, key=lambda each: each.turn)


def _check(rules: Iterable[tuple[bool, str, str]]) -> None:
    wrong = [Violation(field, what) for good, field, what in rules if not good]
    if wrong:
        raise Invalid(*wrong)


def _rules(said: LedSession, now: datetime) -> list[tuple[bool, str, str]]:
    return [
        (now < said.starts_at <= now + FARTHEST, "starts_at", "must be within two years from now"),
        (
            said.starts_at < said.ends_at <= said.starts_at + LONGEST,
            "ends_at",
            "must follow the start within seven days",
        ),
        (
            now < said.closes_at <= said.starts_at,
            "closes_at",
            "must lie ahead, and not after the start",
        ),
        (1 <= said.places <= MOST_PLACES, "places", f"must be 1 to {MOST_PLACES}"),
        (
            bool(said.place) != bool(said.link),
            "place",
            "must be said, or the link, not both",
        ),
        (not said.link or _is_good(said.link), "link", "must be an https address"),
        (not said.region or said.region in REGIONS, "region", "must be the code of a region"),
    ]


def _is_good(link: str) -> bool:
    try:
        return len(link) <= LONGEST_URL and AddressRules().place_of(link).https
    except BadAddress:
        return False
