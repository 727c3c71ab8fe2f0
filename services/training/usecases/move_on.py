"""What follows when a unit's record changes: satisfied blocks, a satisfied course, completion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.ports import Ids
from kernel.usage import Used
from services.training.domain import lms_statements
from services.training.domain.cmi5_course import (
    NOTHING,
    Block,
    CourseStructure,
    Unit,
    UnitRecord,
    satisfied,
)
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.events import CourseCompleted
from services.training.domain.launch import (
    Launched,
    Registration,
    UnitStanding,
    activity_id,
    newly_satisfied,
)
from services.training.domain.lms_statements import Place
from services.training.domain.package_course import title_of
from services.training.domain.xapi import Account
from services.training.usecases.records_ports import Actors, Packages, RecordStores


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOn:
    """Follows the moveOn rules of a package (cmi5, 9.3.9 and 9.6.1). `site` begins our ids."""

    packages: Packages
    actors: Actors
    site: str
    ids: Ids

    def opened(self, tx: RecordStores, enrolment: Enrolment, *, at: datetime) -> Registration:
        """Return the registration of an enrolment, locked; opened when it is not yet.

        A course that asks nothing of anybody is satisfied by that.

        Raises:
            UnitNotFound: the course is no package.
        """
        new = Registration(
            registration=enrolment.enrolment_id,
            actor=self.actors.name(enrolment.subject, enrolment.course_id),
            course_id=enrolment.course_id,
            course_version=enrolment.course_version,
            opened_at=at,
        )
        if tx.launches.open_registration(new):
            now = tx.launches.standings(new.registration)
            self._settle(tx, new, None, now, session_id=str(self.ids.new()), at=at)
        kept = tx.launches.registration(new.registration)
        assert kept is not None  # it is there, and this transaction holds it
        return kept

    def changed(
        self, tx: RecordStores, launch: Launched, record: UnitRecord, *, at: datetime
    ) -> None:
        """Keep what is on record of a launched unit, and what follows from it.

        The registration is locked: `launch` was read so.
        """
        registration = launch.enrolled or tx.launches.registration(launch.registration)
        assert registration is not None  # its session stands under it
        session_id = launch.session.session_id
        self.keep(tx, registration, launch.number, record, session_id=session_id, at=at)

    def keep(
        self,
        tx: RecordStores,
        registration: Registration,
        number: int,
        record: UnitRecord,
        *,
        session_id: str,
        at: datetime,
    ) -> None:
        """Keep what is on record of a unit, and say in a session what follows from it."""
        before = tx.launches.standings(registration.registration)
        standing = before.get(number, UnitStanding(number=number, record=NOTHING))
        now = {**before, number: replace(standing, record=record)}
        self._settle(tx, registration, before, now, session_id=session_id, at=at)

    def place(
        self, registration: Registration, session_id: str, kind: str, publisher_id: str
    ) -> Place:
        """Return where something is said about a unit, block or course of a registration."""
        course = registration.course_id
        return Place(
            actor=Account(self.site, registration.actor),
            registration=registration.registration,
            session_id=session_id,
            activity_id=activity_id(
                self.site, course, registration.course_version, kind, publisher_id
            ),
            publisher_id=publisher_id,
        )

    def _settle(
        self,
        tx: RecordStores,
        registration: Registration,
        before: Mapping[int, UnitStanding] | None,
        now: Mapping[int, UnitStanding],
        *,
        session_id: str,
        at: datetime,
    ) -> None:
        course = self.packages.structure(registration.course_id, registration.course_version)
        units = list(course.units())
        for each in _changed(units, before or {}, now, at):
            tx.launches.keep_standing(registration.registration, each)
        was = None if before is None else _by_author(units, before)
        new = newly_satisfied(course, was, _by_author(units, now))
        whole: list[Block | CourseStructure] = [
            each for each in course.blocks() if each.publisher_id in new.blocks
        ]
        if new.course:
            whole.append(course)
        for one in whole:
            kind = "block" if isinstance(one, Block) else "course"
            place = self.place(registration, session_id, kind, one.publisher_id)
            said = lms_statements.satisfied(self.ids.new(), place, one, at)
            tx.statements.add(session_id, said, at)
        if new.course:
            tx.launches.satisfy(registration.registration, at)
            _complete(tx, registration, title_of(course), at)


def abandon(tx: RecordStores, launch: Launched, *, ids: Ids, at: datetime) -> None:
    """End a session that its unit did not end, and say so (cmi5, 9.3.6)."""
    tx.launches.save(replace(launch, session=launch.session.abandon(at)))
    said = lms_statements.abandoned(ids.new(), launch, at)
    tx.statements.add(launch.session.session_id, said, at)


def _by_author(
    units: Sequence[Unit], standings: Mapping[int, UnitStanding]
) -> dict[str, UnitRecord]:
    return {
        unit.publisher_id: standings[number].record
        for number, unit in enumerate(units, start=1)
        if number in standings
    }


def _changed(
    units: Sequence[Unit],
    before: Mapping[int, UnitStanding],
    now: Mapping[int, UnitStanding],
    at: datetime,
) -> list[UnitStanding]:
    """Return the records that are to be kept: what changed, or is satisfied as of now."""
    changed = [each for number, each in now.items() if each != before.get(number)]
    for number, unit in enumerate(units, start=1):
        each = now.get(number)
        if each and each.satisfied_at is None and satisfied(unit, each.record):
            changed = [other for other in changed if other.number != number]
            changed.append(replace(each, satisfied_at=at))
    return changed


def _complete(tx: RecordStores, registration: Registration, title: str, at: datetime) -> None:
    """Complete the enrolment: shown and told, but no certificate follows from it (0130)."""
    enrolment = tx.enrolments.get(registration.registration, lock=True)
    if enrolment.status is EnrolmentStatus.OPEN:
        done = enrolment.completed_by_units(at)
        tx.enrolments.save(done)
        who = tx.learners.principal(done.subject)  # a unit speaks, or a trainer, and not they
        used = Used(caller=who, metric="training.completed", at=at, detail=title)
        tx.outbox.add(CourseCompleted(done), used)
