"""Statements about attempts at our own courses, in PostgreSQL."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from kernel.ports import Clock
from services.training.domain.attempt import Attempt
from services.training.domain.course import Course
from services.training.domain.course_statements import Teller, attempt_statements
from services.training.domain.enrolment import Enrolment
from services.training.domain.launch import Registration
from services.training.domain.testimony import Recorded
from services.training.outbound.actor_names import KeyedActors
from services.training.outbound.postgres.records_tables import REGISTRATIONS, STATEMENTS
from services.training.outbound.postgres.tables import ATTEMPTS

_TELL: Final = """
WITH registered AS (
    INSERT INTO registrations
        (registration, actor, course_id, course_version, opened_at, satisfied_at)
    VALUES (%(registration)s, %(actor)s, %(course_id)s, %(course_version)s, %(at)s,
            %(satisfied_at)s)
    ON CONFLICT (registration) DO UPDATE
        SET satisfied_at = COALESCE(registrations.satisfied_at, EXCLUDED.satisfied_at)
), stated AS (
    UPDATE attempts SET stated_at = %(at)s WHERE attempt_id = ANY(%(attempt_ids)s::uuid[])
)
INSERT INTO statements
    (statement_id, registration, session_id, verb_id, activity_id, stored_at, digest, document)
SELECT told.statement_id, %(registration)s, told.session_id, told.verb_id, told.activity_id,
       %(at)s, told.digest, told.document
FROM unnest(%(ids)s::uuid[], %(session_ids)s::text[], %(verb_ids)s::text[],
            %(activity_ids)s::text[], %(digests)s::bytea[], %(documents)s::bytea[])
    WITH ORDINALITY
    AS told (statement_id, session_id, verb_id, activity_id, digest, document, place)
ORDER BY told.place
"""
"""One round trip for an attempt, however many questions it has."""

_SAID = STATEMENTS.c
_TRIED = ATTEMPTS.c
_UNTOLD = (_TRIED.submitted_at.is_not(None), _TRIED.stated_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresCourseRecord:
    """The statements on one transaction. `site` is None in a process that marks no attempts."""

    connection: Connection
    actors: KeyedActors
    site: str | None
    clock: Clock
    new_id: Callable[[], UUID]

    def tell(
        self,
        enrolment: Enrolment,
        course: Course,
        attempts: Sequence[Attempt],
        *,
        course_completed: bool,
    ) -> int:
        """Insert what is said of attempts, with their registration when it is the first of it."""
        if not attempts:
            return 0
        assert self.site is not None  # whoever marks attempts is given it
        now = self.clock.now()
        of = self._registration(enrolment, now, satisfied=course_completed)
        teller = Teller(
            site=self.site, registration=of, pass_mark=course.pass_mark, new_id=self.new_id
        )
        told = attempt_statements(teller, attempts, course_completed=course_completed)
        said: dict[str, Any] = {
            "registration": of.registration,
            "actor": of.actor,
            "course_id": of.course_id,
            "course_version": of.course_version,
            "at": now,
            "satisfied_at": of.satisfied_at,
            "attempt_ids": [each.attempt_id for each in attempts],
            "ids": [each.statement_id for each in told],
            "session_ids": [each.said.session_id for each in told],
            "verb_ids": [each.verb_id for each in told],
            "activity_ids": [each.activity_id for each in told],
            "digests": [each.digest for each in told],
            "documents": [each.document for each in told],
        }
        self.connection.exec_driver_sql(_TELL, said)
        return len(told)

    def told(self, enrolment_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Recorded]]:
        """Return the statements of enrolments, by enrolment, oldest first."""
        found: dict[UUID, list[Recorded]] = {each: [] for each in enrolment_ids}
        query = select(STATEMENTS).where(_SAID.registration.in_(enrolment_ids))
        for row in self.connection.execute(query.order_by(_SAID.registration, _SAID.sequence)):
            found[row.registration].append(_recorded(row))
        return found

    def untold(self, enrolment_ids: Collection[UUID]) -> frozenset[UUID]:
        """Return the attempts that were handed in and are not stated."""
        query = select(_TRIED.attempt_id).where(_TRIED.enrolment_id.in_(enrolment_ids), *_UNTOLD)
        return frozenset(self.connection.scalars(query))

    def told_complete(self, enrolment_id: UUID) -> bool:
        """Return whether the registration is there and satisfied."""
        of = REGISTRATIONS.c
        query = select(func.count()).where(
            of.registration == enrolment_id, of.satisfied_at.is_not(None)
        )
        return bool(self.connection.scalar(query))

    def backlog(self, *, after: UUID | None, size: int) -> Sequence[UUID]:
        """Return enrolments with such attempts, by id."""
        query = select(_TRIED.enrolment_id).where(*_UNTOLD)
        if after is not None:
            query = query.where(_TRIED.enrolment_id > after)
        query = query.distinct().order_by(_TRIED.enrolment_id).limit(size)
        return list(self.connection.scalars(query))

    def _registration(self, enrolment: Enrolment, at: datetime, *, satisfied: bool) -> Registration:
        return Registration(
            registration=enrolment.enrolment_id,
            actor=self.actors.name(enrolment.subject, enrolment.course_id),
            course_id=enrolment.course_id,
            course_version=enrolment.course_version,
            opened_at=at,
            satisfied_at=at if satisfied else None,
        )


def _recorded(row: Row[Any]) -> Recorded:
    return Recorded(
        statement_id=row.statement_id,
        registration=row.registration,
        session_id=row.session_id,
        verb_id=row.verb_id,
        activity_id=row.activity_id,
        stored_at=row.stored_at,
        sequence=row.sequence,
        voided=row.voided,
        digest=row.digest,
        document=row.document,
    )
