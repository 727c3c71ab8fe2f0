"""Led sessions in memory, and one to book."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.led_errors import SessionNotFound
from services.training.domain.led_session import Booking, BookingStatus, LedSession

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
COURSE_ID = UUID("11111111-1111-4111-8111-111111111111")
START = NOON + timedelta(days=7)
CLOSES = START - timedelta(days=2)


@dataclass
class MemoryLedSessions:
    """Sessions in a dictionary."""

    kept: dict[UUID, LedSession] = field(default_factory=dict)

    def add(self, session: LedSession) -> None:
        self.kept[session.session_id] = session

    def get(self, session_id: UUID, *, lock: bool = False) -> LedSession:
        if session_id not in self.kept:
            raise SessionNotFound("There is no such session.")
        return self.kept[session_id]

    def save(self, session: LedSession) -> None:
        if self.kept[session.session_id].version != session.version - 1:
            raise StaleVersion("The session changed meanwhile: read it again.")
        self.kept[session.session_id] = session

    def ahead(
        self,
        course_ids: Collection[UUID],
        *,
        now: datetime,
        region: str,
        after: Place | None,
        size: int,
    ) -> Sequence[LedSession]:
        found = [
            each
            for each in sorted(self.kept.values(), key=_start)
            if each.course_id in course_ids
            and each.starts_at > now
            and each.cancelled_at is None
            and (not region or each.region in {"", region})
            and (after is None or _start(each) > (after.at, after.item_id))
        ]
        return found[:size]

    def page(self, *, after: Place | None, size: int) -> Sequence[LedSession]:
        found = [
            each
            for each in sorted(self.kept.values(), key=_start, reverse=True)
            if after is None or _start(each) < (after.at, after.item_id)
        ]
        return found[:size]

    def of_trainer(self, subject: str) -> Sequence[LedSession]:
        mine = [each for each in self.kept.values() if each.scheduled_by == subject]
        return sorted(mine, key=lambda each: (each.scheduled_at, each.session_id))

    def rename_trainer(self, subject: str, pseudonym: str) -> int:
        mine = self.of_trainer(subject)
        for each in mine:
            self.kept[each.session_id] = replace(each, scheduled_by=pseudonym)
        return len(mine)


def _start(session: LedSession) -> tuple[datetime, UUID]:
    return session.starts_at, session.session_id


@dataclass
class MemoryLedBookings:
    """Bookings in a dictionary."""

    kept: dict[UUID, Booking] = field(default_factory=dict)

    def keep(self, booking: Booking) -> None:
        self.kept[booking.booking_id] = booking

    def of_session(self, session_id: UUID) -> Sequence[Booking]:
        there = [each for each in self.kept.values() if each.session_id == session_id]
        return sorted(there, key=lambda each: each.turn)

    def of_subject(self, subject: str) -> Sequence[Booking]:
        mine = [each for each in self.kept.values() if each.subject == subject]
        return sorted(mine, key=lambda each: (each.asked_at, each.booking_id), reverse=True)

    def forget(self, subject: str) -> int:
        mine = [each.booking_id for each in self.of_subject(subject)]
        for each in mine:
            del self.kept[each]
        return len(mine)


def said(**given: Any) -> dict[str, Any]:
    """What a trainer says of a session."""
    return {
        "starts_at": START,
        "ends_at": START + timedelta(hours=3),
        "closes_at": CLOSES,
        "place": "The hall, 1 High Street",
        "link": "",
        "places": 2,
        "region": "LON",
    } | given


def led_session(**given: Any) -> LedSession:
    """A session of two places, a week ahead."""
    return LedSession(
        **{
            **said(),
            "session_id": uuid4(),
            "version": 1,
            "course_id": COURSE_ID,
            "scheduled_by": "trainer",
            "scheduled_at": NOON,
        }
        | given
    )


def booking(of: LedSession, by: str, turn: int = 1, **given: Any) -> Booking:
    """A booking that holds a place."""
    return Booking(
        **{
            "booking_id": uuid4(),
            "session_id": of.session_id,
            "subject": by,
            "name": f"Name of {by}",
            "status": BookingStatus.BOOKED,
            "turn": turn,
            "asked_at": NOON,
            "changed_at": NOON,
        }
        | given
    )
