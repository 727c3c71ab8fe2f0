"""Enrolments in PostgreSQL."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.errors import AlreadyEnrolled, EnrolmentNotFound
from services.training.domain.withdrawal import Version
from services.training.outbound.postgres.tables import ATTEMPTS, ENROLMENTS

_COLUMNS = ENROLMENTS.c
_OLDEST_FIRST = (_COLUMNS.enrolled_at, _COLUMNS.enrolment_id)
_AT_ONCE = 500
_ONE = select(ENROLMENTS).where(_COLUMNS.enrolment_id == bindparam("one"))
_LOCKED = _ONE.with_for_update()
_SAVED = update(ENROLMENTS).where(
    _COLUMNS.enrolment_id == bindparam("one"), _COLUMNS.version == bindparam("before")
)
"""Made once: a thousand learners end a course in the same minute."""


@dataclass(frozen=True, slots=True)
class PostgresEnrolments:
    """The enrolments on one transaction."""

    connection: Connection

    def add(self, enrolment: Enrolment) -> None:
        """Insert a new enrolment.

        Raises:
            AlreadyEnrolled: one of the same learner in the same course is open.
        """
        kept = self.connection.execute(
            insert(ENROLMENTS)
            .values(_row(enrolment))
            .on_conflict_do_nothing(
                index_elements=["subject", "course_id"],
                index_where=text("status = 'OPEN'"),  # as the index says it: no parameter
            )
            .returning(_COLUMNS.enrolment_id)
        ).first()
        if kept is None:
            raise AlreadyEnrolled("You are taking this course already.")

    def get(self, enrolment_id: UUID, *, lock: bool = False) -> Enrolment:
        """Return an enrolment, its row locked until the transaction ends if asked.

        Raises:
            EnrolmentNotFound: there is none.
        """
        row = self.connection.execute(
            _LOCKED if lock else _ONE, {"one": enrolment_id}
        ).one_or_none()
        if row is None:
            raise EnrolmentNotFound("There is no such enrolment.")
        return _enrolment(row)

    def save(self, enrolment: Enrolment) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        place = {"one": enrolment.enrolment_id, "before": enrolment.version - 1}
        changed = self.connection.execute(_SAVED, place | _row(enrolment)).rowcount
        if changed != 1:
            raise StaleVersion("The enrolment changed meanwhile: read it again.")

    def open_of(self, subject: str, course_id: UUID) -> Enrolment | None:
        """Return a learner's open enrolment in a course, or None."""
        query = select(ENROLMENTS).where(
            _COLUMNS.subject == subject,
            _COLUMNS.course_id == course_id,
            _COLUMNS.status == EnrolmentStatus.OPEN.name,
        )
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _enrolment(row)

    def page(self, subject: str, *, after: Place | None, size: int) -> Sequence[Enrolment]:
        """Return a learner's enrolments, newest first."""
        query = select(ENROLMENTS).where(_COLUMNS.subject == subject)
        if after is not None:
            place = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(*_OLDEST_FIRST) < place)
        newest_first = (_COLUMNS.enrolled_at.desc(), _COLUMNS.enrolment_id.desc())
        return self._all(query.order_by(*newest_first).limit(size))

    def of_subject(self, subject: str) -> Sequence[Enrolment]:
        """Return all of a learner's enrolments, oldest first."""
        query = select(ENROLMENTS).where(_COLUMNS.subject == subject)
        return self._all(query.order_by(*_OLDEST_FIRST))

    def open_in(self, versions: Collection[Version], *, size: int) -> Sequence[UUID]:
        """Return open enrolments in versions of courses, at most so many."""
        its = tuple_(_COLUMNS.course_id, _COLUMNS.course_version)
        query = select(_COLUMNS.enrolment_id).where(
            _COLUMNS.status == EnrolmentStatus.OPEN.name, its.in_(list(versions))
        )
        return list(self.connection.scalars(query.order_by(*_OLDEST_FIRST).limit(size)))

    def overdue(self, at: datetime, *, size: int) -> Sequence[UUID]:
        """Return open enrolments with an attempt not handed in whose time was up before then."""
        query = (
            select(_COLUMNS.enrolment_id)
            .join(ATTEMPTS, ATTEMPTS.c.enrolment_id == _COLUMNS.enrolment_id)
            .where(
                _COLUMNS.status == EnrolmentStatus.OPEN.name,
                ATTEMPTS.c.submitted_at.is_(None),
                ATTEMPTS.c.due_at < at,
            )
            .distinct()
            .limit(size)
        )
        return list(self.connection.scalars(query))

    def completed(self) -> Iterator[Enrolment]:
        """Return every completed enrolment, oldest first, a few hundred in memory at a time."""
        query = select(ENROLMENTS).where(_COLUMNS.status == EnrolmentStatus.COMPLETED.name)
        query = query.order_by(*_OLDEST_FIRST).execution_options(yield_per=_AT_ONCE)
        return map(_enrolment, self.connection.execute(query))

    def forget(self, subject: str) -> int:
        """Delete a learner's enrolments; their attempts go with them."""
        mine = select(_COLUMNS.enrolment_id).where(_COLUMNS.subject == subject)
        attempts = self.connection.scalar(
            select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.enrolment_id.in_(mine))
        )
        gone = self.connection.execute(delete(ENROLMENTS).where(_COLUMNS.subject == subject))
        return gone.rowcount + (attempts or 0)

    def _all(self, query: Any) -> list[Enrolment]:
        return [_enrolment(row) for row in self.connection.execute(query)]


def _row(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "enrolment_id": enrolment.enrolment_id,
        "version": enrolment.version,
        "subject": enrolment.subject,
        "course_id": enrolment.course_id,
        "course_version": enrolment.course_version,
        "status": enrolment.status.name,
        "enrolled_at": enrolment.enrolled_at,
        "completed_at": enrolment.completed_at,
    }


def _enrolment(row: Row[Any]) -> Enrolment:
    return Enrolment(
        enrolment_id=row.enrolment_id,
        version=row.version,
        subject=row.subject,
        course_id=row.course_id,
        course_version=row.course_version,
        status=EnrolmentStatus[row.status],
        enrolled_at=row.enrolled_at,
        completed_at=row.completed_at,
    )
