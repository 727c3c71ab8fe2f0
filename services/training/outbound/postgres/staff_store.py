"""What organisations see and ask of their people, in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Table,
    and_,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from chassis.postgres.tables import PRINCIPALS
from kernel.standing import Standing
from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.staff import Change, CourseRequest, Learned, OutsideRecord
from services.training.outbound.postgres.assessment_tables import WITHDRAWALS
from services.training.outbound.postgres.staff_tables import OUTSIDE_RECORDS, TRAINING_REQUESTS
from services.training.outbound.postgres.tables import CERTIFICATES, ENROLMENTS

_R, _O = TRAINING_REQUESTS.c, OUTSIDE_RECORDS.c
_TABLES = (TRAINING_REQUESTS, OUTSIDE_RECORDS)


@dataclass(frozen=True, slots=True)
class PostgresStaff:
    """The training of organisations' people on one transaction."""

    connection: Connection

    def members(
        self, organisation_id: str, subjects: Sequence[str], *, lock: bool = False
    ) -> frozenset[str]:
        """Return those of these people who belong to an organisation now; held there if asked."""
        query = select(PRINCIPALS.c.subject).where(
            PRINCIPALS.c.organisation_id == organisation_id,
            PRINCIPALS.c.standing != Standing.CLOSED.name,
            PRINCIPALS.c.subject.in_(list(subjects)),
        )
        if lock:
            query = query.order_by(PRINCIPALS.c.subject).with_for_update(read=True)
        return frozenset(self.connection.execute(query).scalars())

    def learned(self, subjects: Sequence[str]) -> Sequence[Learned]:
        """Return the enrolments of people, with until when what stands of them is good."""
        standing = and_(
            CERTIFICATES.c.enrolment_id == ENROLMENTS.c.enrolment_id,
            CERTIFICATES.c.revoked_at.is_(None),
        )
        withdrawn = and_(
            WITHDRAWALS.c.course_id == CERTIFICATES.c.course_id,
            WITHDRAWALS.c.course_version == CERTIFICATES.c.course_version,
        )
        ends = func.least(
            CERTIFICATES.c.valid_until, WITHDRAWALS.c.ends_at
        )  # NULL is not looked at
        query = (
            select(ENROLMENTS, ends.label("certified_until"))
            .select_from(ENROLMENTS)
            .outerjoin(CERTIFICATES, standing)
            .outerjoin(WITHDRAWALS, withdrawn)
            .where(ENROLMENTS.c.subject.in_(list(subjects)))
            .order_by(ENROLMENTS.c.enrolled_at, ENROLMENTS.c.enrolment_id)
        )
        return [_learned(row) for row in self.connection.execute(query)]

    def requests(self, organisation_id: str, subjects: Sequence[str]) -> Sequence[CourseRequest]:
        """Return what an organisation asks of these people, soonest first."""
        own = and_(_R.organisation_id == organisation_id, _R.subject.in_(list(subjects)))
        query = select(TRAINING_REQUESTS).where(own).order_by(_R.due_on, _R.subject, _R.course_id)
        return [_request(row) for row in self.connection.execute(query)]

    def records(self, organisation_id: str, subjects: Sequence[str]) -> Sequence[OutsideRecord]:
        """Return what an organisation recorded of these people, newest first."""
        own = and_(_O.organisation_id == organisation_id, _O.subject.in_(list(subjects)))
        newest_first = (_O.completed_on.desc(), _O.title, _O.provider, _O.subject)
        query = select(OUTSIDE_RECORDS).where(own).order_by(*newest_first)
        return [_record(row) for row in self.connection.execute(query)]

    def ask(self, request: CourseRequest) -> Change:
        """Keep a request, or the other day of one that is there."""
        values = {
            "subject": request.subject,
            "organisation_id": request.organisation_id,
            "course_id": request.course_id,
        }
        return self._keep(TRAINING_REQUESTS, values, {"due_on": request.due_on})

    def record(self, record: OutsideRecord) -> Change:
        """Keep a record, or the other end of one that is there."""
        values = {
            "subject": record.subject,
            "organisation_id": record.organisation_id,
            "title": record.title,
            "provider": record.provider,
            "completed_on": record.completed_on,
        }
        return self._keep(OUTSIDE_RECORDS, values, {"expires_on": record.expires_on})

    def next_due(self, today: date, until: date) -> CourseRequest | None:
        """Return a request that is due and was not told of, its row locked, or None."""
        belongs = exists().where(
            PRINCIPALS.c.subject == _R.subject,
            PRINCIPALS.c.organisation_id == _R.organisation_id,
            PRINCIPALS.c.standing == Standing.ACTIVE.name,
        )
        query = select(TRAINING_REQUESTS).where(
            _R.due_on.between(today, until),
            _R.reminded_for.is_distinct_from(_R.due_on),
            belongs,
        )
        first = query.order_by(_R.due_on, _R.subject, _R.course_id).limit(1)
        row = self.connection.execute(first.with_for_update(skip_locked=True)).one_or_none()
        return None if row is None else _request(row)

    def reminded(self, request: CourseRequest) -> None:
        """Keep that its day was told."""
        self.connection.execute(
            update(TRAINING_REQUESTS)
            .where(
                _R.subject == request.subject,
                _R.organisation_id == request.organisation_id,
                _R.course_id == request.course_id,
            )
            .values(reminded_for=request.due_on)
        )

    def of_subject(self, subject: str) -> tuple[Sequence[CourseRequest], Sequence[OutsideRecord]]:
        """Return what anybody asks of a person, and recorded of them."""
        asked = select(TRAINING_REQUESTS).where(_R.subject == subject).order_by(_R.course_id)
        recorded = select(OUTSIDE_RECORDS).where(_O.subject == subject).order_by(_O.completed_on)
        return (
            [_request(row) for row in self.connection.execute(asked)],
            [_record(row) for row in self.connection.execute(recorded)],
        )

    def part(self, subject: str, *, keeping: str | None) -> int:
        """Forget a person but for what one organisation, if any, asks and recorded of them."""
        gone = 0
        for table in _TABLES:
            other = or_(keeping is None, table.c.organisation_id != (keeping or ""))  # type: ignore[arg-type]
            gone += self.connection.execute(
                delete(table).where(table.c.subject == subject, other)
            ).rowcount
        return gone

    def _keep(self, table: Table, key: dict[str, Any], said: dict[str, Any]) -> Change:
        (name,) = said
        statement = insert(table).values(key | said)
        added = self.connection.scalar(
            statement.on_conflict_do_update(
                index_elements=list(key),
                set_={name: statement.excluded[name]},
                where=table.c[name].is_distinct_from(statement.excluded[name]),
            ).returning(literal_column("xmax = 0"))
        )
        if added is None:
            return Change.UNCHANGED
        return Change.ADDED if added else Change.CHANGED


def _learned(row: Row[Any]) -> Learned:
    return Learned(
        subject=row.subject,
        course_id=row.course_id,
        course_version=row.course_version,
        status=EnrolmentStatus[row.status],
        enrolled_at=row.enrolled_at,
        completed_at=row.completed_at,
        certified_until=row.certified_until,
    )


def _request(row: Row[Any]) -> CourseRequest:
    return CourseRequest(
        organisation_id=row.organisation_id,
        subject=row.subject,
        course_id=row.course_id,
        due_on=row.due_on,
    )


def _record(row: Row[Any]) -> OutsideRecord:
    return OutsideRecord(
        organisation_id=row.organisation_id,
        subject=row.subject,
        title=row.title,
        provider=row.provider,
        completed_on=row.completed_on,
        expires_on=row.expires_on,
    )
