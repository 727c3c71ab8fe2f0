"""Reminders in PostgreSQL."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    RowMapping,
    and_,
    case,
    delete,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from services.training.domain.enrolment import EnrolmentStatus
from services.training.domain.package import PackageState
from services.training.domain.reminder import (
    SOON,
    UNFINISHED_AFTER,
    VERY_SOON,
    DueReminder,
    ReminderChoice,
    ReminderKind,
)
from services.training.outbound.postgres.assessment_tables import WITHDRAWALS
from services.training.outbound.postgres.package_tables import PACKAGES
from services.training.outbound.postgres.reminder_tables import REMINDER_CHOICES, REMINDERS
from services.training.outbound.postgres.session_reminders import NO_SESSION, may_be_told, soon
from services.training.outbound.postgres.tables import CERTIFICATES, ENROLMENTS

_R: Final = REMINDERS.c
_H: Final = REMINDER_CHOICES.c
_C: Final = CERTIFICATES.c
_E: Final = ENROLMENTS.c
_W: Final = WITHDRAWALS.c
_P: Final = PACKAGES.c


@dataclass(frozen=True, slots=True)
class PostgresReminders:
    """Reminders on one transaction."""

    connection: Connection

    def next_due(self, now: datetime) -> DueReminder | None:
        """Return one that is due and that nobody else holds, locked; None for none."""
        queries = (_of_certificates(now), _of_withdrawn(now), _of_enrolments(now), soon(now))
        for query in queries:
            row = self.connection.execute(query).mappings().one_or_none()
            if row is not None:
                return _due(row)
        return None

    def told(self, reminder: DueReminder, at: datetime) -> bool:
        """Keep that it was told; return False if it was before."""
        row = asdict(reminder) | {"kind": reminder.kind.name, "told_at": at}
        kept = insert(REMINDERS).values(row).on_conflict_do_nothing().returning(_R.about)
        return self.connection.execute(kept).first() is not None

    def untell(self, about: UUID, kind: ReminderKind) -> None:
        """Forget that something was told."""
        told = delete(REMINDERS).where(_R.about == about, _R.kind == kind.name)
        self.connection.execute(told)

    def choice_of(self, subject: str) -> ReminderChoice | None:
        """Return what somebody chose."""
        return self._choice(_H.subject == subject)

    def chosen(self, subject: str, *, stop_token: str) -> ReminderChoice:
        """Return what somebody chose, locked; who never did has this token from now on."""
        new = insert(REMINDER_CHOICES).values(subject=subject, stop_token=stop_token)
        # An update that changes nothing locks a row that is there, and waits for one being kept.
        mine = new.on_conflict_do_update(
            index_elements=[_H.subject], set_={"subject": new.excluded.subject}
        )
        row = self.connection.execute(mine.returning(REMINDER_CHOICES)).mappings().one()
        return ReminderChoice(**row)

    def by_token(self, token: str) -> ReminderChoice | None:
        """Return whose link has a token, locked."""
        return self._choice(_H.stop_token == token, lock=True)

    def keep(self, choice: ReminderChoice) -> None:
        """Keep what somebody chose; the first token stays theirs."""
        kept = insert(REMINDER_CHOICES).values(asdict(choice))
        self.connection.execute(
            kept.on_conflict_do_update(
                index_elements=[_H.subject], set_={"stopped_at": choice.stopped_at}
            )
        )

    def of_subject(self, subject: str) -> list[tuple[DueReminder, datetime]]:
        """Return what somebody was reminded of and when, the oldest first."""
        query = select(REMINDERS).where(_R.subject == subject).order_by(_R.told_at, _R.about)
        rows = self.connection.execute(query).mappings()
        return [(_due(row), row["told_at"]) for row in rows]

    def forget(self, subject: str) -> int:
        """Delete what somebody was reminded of and what they chose."""
        gone = self.connection.execute(delete(REMINDERS).where(_R.subject == subject)).rowcount
        query = delete(REMINDER_CHOICES).where(_H.subject == subject)
        return gone + self.connection.execute(query).rowcount

    def _choice(self, where: ColumnElement[bool], *, lock: bool = False) -> ReminderChoice | None:
        query = select(REMINDER_CHOICES).where(where)
        row = self.connection.execute(query.with_for_update() if lock else query).mappings()
        found = row.one_or_none()
        return None if found is None else ReminderChoice(**found)


def _of_certificates(now: datetime) -> Any:
    """Those that end on a day of their own; by it, so that an index finds them."""
    sooner = exists().where(_same_version(_C), _W.ends_at < _C.valid_until)
    return _ending(now, _C.valid_until, CERTIFICATES).where(~sooner)


def _of_withdrawn(now: datetime) -> Any:
    """Those that end with their version, which was withdrawn."""
    those = CERTIFICATES.join(WITHDRAWALS, _same_version(_C))
    return _ending(now, _W.ends_at, those).where(_W.ends_at < _C.valid_until)


def _ending(now: datetime, ends: ColumnElement[datetime], those: FromClause) -> Any:
    kind = case(
        (ends <= now + VERY_SOON, ReminderKind.ENDS_IN_7_DAYS.name),
        else_=ReminderKind.ENDS_IN_30_DAYS.name,
    )
    renewed, its = CERTIFICATES.alias(), WITHDRAWALS.alias()
    until = select(its.c.ends_at).where(
        its.c.course_id == renewed.c.course_id, its.c.course_version == renewed.c.course_version
    )
    longer = func.least(renewed.c.valid_until, until.correlate(renewed).scalar_subquery())
    return (
        select(
            _C.certificate_id.label("about"),
            kind.label("kind"),
            _C.subject,
            _C.course_id,
            _C.course_version,
            ends.label("moment"),
            NO_SESSION,
        )
        .select_from(those)
        .where(
            _C.revoked_at.is_(None),
            ends > now,
            ends <= now + SOON,
            _C.name != "",  # after erasure it names nobody: there is nobody to remind
            ~exists().where(
                renewed.c.subject == _C.subject,
                renewed.c.course_id == _C.course_id,
                renewed.c.certificate_id != _C.certificate_id,
                renewed.c.revoked_at.is_(None),
                longer > ends,
            ),
            ~exists().where(_R.about == _C.certificate_id, _R.kind == kind),
            may_be_told(_C.subject),
        )
        .order_by(ends)
        .limit(1)
        .with_for_update(of=CERTIFICATES, skip_locked=True)
    )


def _same_version(of: Any) -> ColumnElement[bool]:
    return and_(_W.course_id == of.course_id, _W.course_version == of.course_version)


def _of_enrolments(now: datetime) -> Any:
    kind = literal(ReminderKind.UNFINISHED.name)
    return (
        select(
            _E.enrolment_id.label("about"),
            kind.label("kind"),
            _E.subject,
            _E.course_id,
            _E.course_version,
            _E.enrolled_at.label("moment"),
            NO_SESSION,
        )
        .where(
            _E.status == EnrolmentStatus.OPEN.name,
            _E.enrolled_at <= now - UNFINISHED_AFTER,
            ~exists().where(_R.about == _E.enrolment_id, _R.kind == kind),
            ~exists().where(_same_version(_E), _W.ends_at <= now),
            ~exists().where(
                _P.course_id == _E.course_id,
                _P.course_version == _E.course_version,
                _P.state == PackageState.WITHDRAWN.name,
            ),
            may_be_told(_E.subject),
        )
        .order_by(_E.enrolled_at)
        .limit(1)
        .with_for_update(of=ENROLMENTS, skip_locked=True)
    )


def _due(row: RowMapping) -> DueReminder:
    return DueReminder(
        about=row["about"],
        kind=ReminderKind[row["kind"]],
        subject=row["subject"],
        course_id=row["course_id"],
        course_version=row["course_version"],
        moment=row["moment"],
        session_id=row["session_id"],
    )
