"""Registrations, sessions and unit records in PostgreSQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.errors import DeadlockDetected
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from chassis.postgres.driver_statements import DriverStatement
from services.training.domain.cmi5_course import UnitRecord
from services.training.domain.launch import Launched, Registration, UnitStanding
from services.training.domain.xapi import Statement
from services.training.outbound.postgres.launches_rows import (
    BY_FETCH_LOCKED,
    BY_ID_LOCKED,
    BY_TOKEN,
    BY_TOKEN_LOCKED,
    BY_TOKENS,
    HEARD,
    HEARD_TOGETHER,
    KEEP_STANDING,
    OF_REGISTRATION,
    OPEN_OF_UNIT,
    SATISFY,
    STANDINGS,
    heard_of,
    heard_together_of,
    launched_of,
    registration_of,
    standing_of,
)
from services.training.outbound.postgres.records_tables import (
    REFUSALS,
    REGISTRATIONS,
    SESSIONS,
    STATEMENTS,
    UNIT_DOCUMENTS,
    UNIT_RECORDS,
)
from services.training.outbound.postgres.tables import ENROLMENTS
from services.training.usecases.records_ports import Heard

_UNDER = (UNIT_RECORDS, SESSIONS, STATEMENTS, UNIT_DOCUMENTS)


@dataclass(frozen=True, slots=True)
class PostgresLaunches:
    """The launches on one transaction."""

    connection: Connection

    def open_registration(self, registration: Registration) -> bool:
        """Insert a registration that is not there yet, and tell whether it was not; lock it."""
        row = {
            "registration": registration.registration,
            "actor": registration.actor,
            "course_id": registration.course_id,
            "course_version": registration.course_version,
            "opened_at": registration.opened_at,
            "satisfied_at": registration.satisfied_at,
        }
        new = self.connection.execute(
            insert(REGISTRATIONS)
            .values(row)
            .on_conflict_do_nothing()
            .returning(REGISTRATIONS.c.registration)
        ).first()
        if new is None:
            self.registration(registration.registration, lock=True)
        return new is not None

    def registration(self, registration: UUID, *, lock: bool = False) -> Registration | None:
        """Return a registration, its row locked until the transaction ends if asked."""
        query = select(REGISTRATIONS).where(REGISTRATIONS.c.registration == registration)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        return None if row is None else registration_of(row)

    def satisfy(self, registration: UUID, at: datetime) -> None:
        """Keep when the whole course was satisfied."""
        SATISFY.run(self.connection, registration=registration, at=at)

    def standings(self, registration: UUID) -> Mapping[int, UnitStanding]:
        """Return the unit records of a registration by the unit's number."""
        found = STANDINGS.run(self.connection, registration=registration)
        return {
            row.number: UnitStanding(
                number=row.number,
                record=UnitRecord(completed=row.completed, passed=row.passed, waived=row.waived),
                satisfied_at=row.satisfied_at,
            )
            for row in found
        }

    def keep_standing(self, registration: UUID, standing: UnitStanding) -> None:
        """Insert a unit's record, or change it."""
        said = {
            "completed": standing.record.completed,
            "passed": standing.record.passed,
            "waived": standing.record.waived,
            "satisfied_at": standing.satisfied_at,
        }
        place = {"registration": registration, "number": standing.number}
        KEEP_STANDING.run(self.connection, **place, **said)

    def launch(self, launched: Launched, fetch_digest: bytes) -> None:
        """Insert a session."""
        session = launched.session
        row = standing_of(launched) | {
            "session_id": UUID(session.session_id),
            "registration": session.registration,
            "number": launched.number,
            "activity_id": launched.activity_id,
            "publisher_id": session.publisher_id,
            "home_page": launched.actor.home_page,
            "mode": session.mode.value,
            "mastery_score": session.mastery_score,
            "launched_at": session.launched_at,
            "fetch_digest": fetch_digest,
            "fetched_at": launched.fetched_at,
        }
        self.connection.execute(insert(SESSIONS).values(row))

    def open_sessions(self, registration: UUID, number: int) -> Sequence[Launched]:
        """Return the sessions of a unit that go on, oldest first."""
        found = OPEN_OF_UNIT.run(self.connection, registration=registration, number=number)
        return [launched_of(row) for row in found]

    def silent_since(self, before: datetime, most: int) -> Sequence[tuple[UUID, UUID]]:
        """Return sessions that go on and said nothing since, with their registrations."""
        columns = SESSIONS.c
        query = select(columns.session_id, columns.registration).where(
            columns.terminated_at.is_(None),
            columns.abandoned_at.is_(None),
            columns.launched_at <= before,
            columns.heard_at <= before,
        )
        found = self.connection.execute(query.order_by(columns.launched_at).limit(most))
        return [(row.session_id, row.registration) for row in found]

    def session(self, session_id: UUID) -> Launched | None:
        """Return a session by its id, locked with its record and registration."""
        return self._one(BY_ID_LOCKED, session_id=session_id)

    def by_fetch(self, digest: bytes) -> Launched | None:
        """Return a session by its one-time address, locked likewise."""
        return self._one(BY_FETCH_LOCKED, digest=digest)

    def by_token(self, digest: bytes, *, lock: bool = True) -> Launched | None:
        """Return a session by its token, locked likewise if asked."""
        return self._one(BY_TOKEN_LOCKED if lock else BY_TOKEN, digest=digest)

    def by_tokens(self, digests: Sequence[bytes]) -> Mapping[bytes, Launched]:
        """Return sessions by the digests of their tokens."""
        found = BY_TOKENS.run(self.connection, digests=list(digests))
        return {row.token_digest: launched_of(row) for row in found}

    def give_token(self, session_id: UUID, digest: bytes, at: datetime) -> None:
        """Keep the token's digest and when it was given."""
        mine = update(SESSIONS).where(SESSIONS.c.session_id == session_id)
        self.connection.execute(mine.values(token_digest=digest, fetched_at=at))

    def save(self, launched: Launched) -> None:
        """Keep what became of a session."""
        mine = update(SESSIONS).where(SESSIONS.c.session_id == UUID(launched.session.session_id))
        self.connection.execute(mine.values(standing_of(launched)))

    def heard(
        self, launched: Launched, statements: Sequence[Statement], at: datetime
    ) -> frozenset[UUID]:
        """Insert statements and keep what became of their session; return the ids kept before."""
        new = HEARD.run(self.connection, **heard_of(launched, statements, at))
        return frozenset(each.statement_id for each in statements).difference(
            row.statement_id for row in new
        )

    def heard_together(self, heard: Sequence[Heard], at: datetime) -> frozenset[UUID]:
        """Insert a statement of each of several sessions by one statement of SQL.

        Return the ids of those that were; none, if two who insert the same ids met crosswise.
        """
        try:
            new = HEARD_TOGETHER.run(self.connection, **heard_together_of(heard, at))
        except OperationalError as error:
            if isinstance(error.orig, DeadlockDetected):
                return frozenset()
            raise
        return frozenset(row.statement_id for row in new)

    def refused(self, launched: Launched, rule: str, at: datetime) -> None:
        """Count a refusal of a session under its rule."""
        session_id = UUID(launched.session.session_id)
        first = {"session_id": session_id, "rule": rule, "times": 1, "first_at": at, "last_at": at}
        again = {"times": REFUSALS.c.times + 1, "last_at": at}
        kept = insert(REFUSALS).values(first)
        self.connection.execute(
            kept.on_conflict_do_update(index_elements=["session_id", "rule"], set_=again)
        )

    def refusals(self, registration: UUID) -> Sequence[tuple[str, str, int]]:
        """Return how often each rule was broken in each session of a registration."""
        columns = REFUSALS.c
        query = (
            select(columns.session_id, columns.rule, columns.times)
            .join(SESSIONS, SESSIONS.c.session_id == columns.session_id)
            .where(SESSIONS.c.registration == registration)
        )
        found = self.connection.execute(query)
        return sorted((str(row.session_id), row.rule, row.times) for row in found)

    def of_subject(self, subject: str) -> Sequence[Registration]:
        """Return a learner's registrations, oldest first."""
        of = REGISTRATIONS.c.registration == ENROLMENTS.c.enrolment_id
        query = select(REGISTRATIONS).join(ENROLMENTS, of).where(ENROLMENTS.c.subject == subject)
        query = query.order_by(REGISTRATIONS.c.opened_at, REGISTRATIONS.c.registration)
        return [registration_of(row) for row in self.connection.execute(query)]

    def sessions_of(self, registration: UUID) -> Sequence[Launched]:
        """Return a registration's sessions, oldest first."""
        found = OF_REGISTRATION.run(self.connection, registration=registration)
        return [launched_of(row) for row in found]

    def forget(self, subject: str) -> int:
        """Delete a learner's registrations in packages; what stands under them goes with them.

        Those in our own courses go with their enrolments, which are locked before they are.
        """
        launched = select(UNIT_RECORDS.c.registration)
        registrations = [each.registration for each in self.of_subject(subject)]
        of_units = launched.where(UNIT_RECORDS.c.registration.in_(registrations)).distinct()
        mine = list(self.connection.scalars(of_units))
        rows = 0
        for table in _UNDER:
            of_mine = select(func.count()).select_from(table).where(table.c.registration.in_(mine))
            rows += self.connection.scalar(of_mine) or 0
        gone = delete(REGISTRATIONS).where(REGISTRATIONS.c.registration.in_(mine))
        return rows + self.connection.execute(gone).rowcount

    def _one(self, asked: DriverStatement, **by: object) -> Launched | None:
        row = asked.run(self.connection, **by).fetchone()
        return None if row is None else launched_of(row)
