"""Led sessions and their bookings in PostgreSQL."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, delete, insert, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.led_errors import SessionNotFound
from services.training.domain.led_session import Booking, BookingStatus, LedSession
from services.training.outbound.postgres.led_session_tables import LED_BOOKINGS, LED_SESSIONS

_S = LED_SESSIONS.c
_B = LED_BOOKINGS.c


@dataclass(frozen=True, slots=True)
class PostgresLedSessions:
    """The led sessions on one transaction."""

    connection: Connection

    def add(self, session: LedSession) -> None:
        """Insert a new session."""
        self.connection.execute(insert(LED_SESSIONS).values(asdict(session)))

    def get(self, session_id: UUID, *, lock: bool = False) -> LedSession:
        """Return a session, its row locked until the transaction ends if asked.

        Raises:
            SessionNotFound: there is none.
        """
        query = select(LED_SESSIONS).where(_S.session_id == session_id)
        locked = query.with_for_update() if lock else query
        row = self.connection.execute(locked).mappings().one_or_none()
        if row is None:
            raise SessionNotFound("There is no such session.")
        return _session(row)

    def save(self, session: LedSession) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(LED_SESSIONS)
            .where(_S.session_id == session.session_id, _S.version == session.version - 1)
            .values(asdict(session))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The session changed meanwhile: read it again.")

    def ahead(
        self,
        course_ids: Collection[UUID],
        *,
        now: datetime,
        region: str,
        after: Place | None,
        size: int,
    ) -> Sequence[LedSession]:
        """Return the sessions of courses that stand and lie ahead, the next first."""
        query = select(LED_SESSIONS).where(
            _S.course_id.in_(list(course_ids)), _S.starts_at > now, _S.cancelled_at.is_(None)
        )
        if region:
            query = query.where(_S.region.in_(("", region)))
        if after is not None:
            query = query.where(_start() > _of(after))
        rows = self.connection.execute(query.order_by(_S.starts_at, _S.session_id).limit(size))
        return [_session(row) for row in rows.mappings()]

    def page(self, *, after: Place | None, size: int) -> Sequence[LedSession]:
        """Return all sessions, by their start, the latest first."""
        query = select(LED_SESSIONS)
        if after is not None:
            query = query.where(_start() < _of(after))
        query = query.order_by(_S.starts_at.desc(), _S.session_id.desc()).limit(size)
        return [_session(row) for row in self.connection.execute(query).mappings()]

    def of_trainer(self, subject: str) -> Sequence[LedSession]:
        """Return the sessions that somebody scheduled, the oldest first."""
        query = select(LED_SESSIONS).where(_S.scheduled_by == subject)
        query = query.order_by(_S.scheduled_at, _S.session_id)
        return [_session(row) for row in self.connection.execute(query).mappings()]

    def rename_trainer(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym where a trainer stood."""
        query = update(LED_SESSIONS).where(_S.scheduled_by == subject)
        return self.connection.execute(query.values(scheduled_by=pseudonym)).rowcount


def _start() -> Any:
    return tuple_(_S.starts_at, _S.session_id)


def _of(place: Place) -> Any:
    return tuple_(literal(place.at), literal(place.item_id))


@dataclass(frozen=True, slots=True)
class PostgresLedBookings:
    """The bookings on one transaction."""

    connection: Connection

    def keep(self, booking: Booking) -> None:
        """Insert or change a booking; whoever does has locked its session."""
        row = asdict(booking) | {"status": booking.status.name}
        kept = upsert(LED_BOOKINGS).values(row)
        self.connection.execute(
            kept.on_conflict_do_update(index_elements=[_B.booking_id], set_=row)
        )

    def of_session(self, session_id: UUID) -> Sequence[Booking]:
        """Return all bookings of a session, by turn."""
        query = select(LED_BOOKINGS).where(_B.session_id == session_id).order_by(_B.turn)
        return [_booking(row) for row in self.connection.execute(query).mappings()]

    def of_subject(self, subject: str) -> Sequence[Booking]:
        """Return all bookings of a person, the newest first."""
        query = select(LED_BOOKINGS).where(_B.subject == subject)
        query = query.order_by(_B.asked_at.desc(), _B.booking_id.desc())
        return [_booking(row) for row in self.connection.execute(query).mappings()]

    def forget(self, subject: str) -> int:
        """Delete a person's bookings."""
        return self.connection.execute(delete(LED_BOOKINGS).where(_B.subject == subject)).rowcount


def _session(row: RowMapping) -> LedSession:
    return LedSession(**row)


def _booking(row: RowMapping) -> Booking:
    return Booking(**{**row, "status": BookingStatus[row["status"]]})
