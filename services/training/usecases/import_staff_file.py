"""Take a file of whom to train by when, and of who was trained elsewhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kernel.ports import Clock
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain.course import Catalogue
from services.training.domain.staff import Change, CourseRequest, OutsideRecord, managed_by
from services.training.domain.staff_file import (
    Asking,
    Fault,
    Row,
    RowError,
    StaffFile,
    read_staff_file,
)
from services.training.domain.withdrawal import versions_of
from services.training.usecases.ports import Stores, UnitOfWork
from services.training.usecases.staff_ports import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a file's rows."""

    changes: Mapping[Change, int]
    errors: Sequence[RowError]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportStaffFile:
    """Keep the good rows in one transaction, and say what is wrong with each other (ADR 0133)."""

    unit_of_work: UnitOfWork
    catalogue: Catalogue
    clock: Clock

    def __call__(
        self, caller: Principal, *, file: bytes, people: Mapping[str, str], dry_run: bool
    ) -> Imported:
        """Return what became of the rows; `people` is who has which address, as identity says.

        Raises:
            NotTrainingManager: the caller is neither admin nor security lead of an organisation.
            Invalid: the file as a whole cannot be read.
        """
        own, now = managed_by(caller), self.clock.now()
        read = read_staff_file(file, now.date())
        try:
            with self.unit_of_work() as tx:
                members = tx.staff.members(own, list(people.values()), lock=True)
                intake = _Intake(
                    staff=tx.staff,
                    own=own,
                    mine={email: each for email, each in people.items() if each in members},
                    courses=_courses(tx, self.catalogue, caller),
                )
                became = intake.take(read)
                kept = sum(became.changes.values())
                tx.audit.record(caller, "training:import-staff", own, rows=kept)
                tx.outbox.add(Used(caller=caller, metric="training.staff-imported", at=now))
                _undo_if(dry_run)
        except _OnlyLooking:
            pass
        return became


class _OnlyLooking(Exception):
    """Undoes the transaction of a dry run."""


def _undo_if(dry_run: bool) -> None:  # noqa: FBT001 - one word, said by name above
    if dry_run:
        raise _OnlyLooking


def _courses(tx: Stores, catalogue: Catalogue, caller: Principal) -> Mapping[str, UUID]:
    """Return the courses by what a row may call them: the id, the title, the Welsh title.

    One that was withdrawn is not among them: nobody can begin it.
    """
    found = {}
    for each in catalogue.offered(caller, versions_of(tx.withdrawals.everything())):
        for name in (str(each.course_id), each.title, each.title_cy):
            if name:
                found[name.casefold()] = each.course_id
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intake:
    """Takes rows: `mine` is who of the organisation has which address."""

    staff: Staff
    own: str
    mine: Mapping[str, str]
    courses: Mapping[str, UUID]
    asked: set[tuple[str, UUID]] = field(default_factory=set)

    def take(self, file: StaffFile) -> Imported:
        """Keep each good row."""
        changes, errors = Counter[Change](), list(file.errors)
        for row in file.rows:
            try:
                changes[self._kept(row)] += 1
            except RowError as error:
                errors.append(error)
        errors.sort(key=lambda each: each.line)
        return Imported(changes=changes, errors=errors)

    def _kept(self, row: Row) -> Change:
        subject = self.mine.get(row.email)
        if subject is None:
            raise RowError(line=row.line, column="email", fault=Fault.NOT_A_MEMBER)
        if isinstance(row, Asking):
            return self._asked(row, subject)
        return self.staff.record(
            OutsideRecord(
                organisation_id=self.own,
                subject=subject,
                title=row.title,
                provider=row.provider,
                completed_on=row.completed_on,
                expires_on=row.expires_on,
            )
        )

    def _asked(self, row: Asking, subject: str) -> Change:
        """Keep a request; of two that call one course by two names the second is none."""
        course_id = self.courses.get(row.course.casefold())
        if course_id is None:
            raise RowError(line=row.line, column="course", fault=Fault.NO_SUCH_COURSE)
        if (subject, course_id) in self.asked:
            raise RowError(line=row.line, column="course", fault=Fault.SAID_BEFORE)
        self.asked.add((subject, course_id))
        return self.staff.ask(
            CourseRequest(
                organisation_id=self.own,
                subject=subject,
                course_id=course_id,
                due_on=row.due_on,
            )
        )
