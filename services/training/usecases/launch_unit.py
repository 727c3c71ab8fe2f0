"""Launch a unit of a package."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from kernel.ports import Clock, Ids
from kernel.principals import Principal
from kernel.usage import Used
from services.training.domain import lms_statements
from services.training.domain.cmi5_course import NOTHING, LaunchMethod, Unit
from services.training.domain.cmi5_session import LaunchMode, Session
from services.training.domain.course import Catalogue
from services.training.domain.enrolment import Enrolment, EnrolmentStatus
from services.training.domain.launch import Launched, Registration, UnitStanding, unit_at
from services.training.domain.scorm_course import ASSET
from services.training.domain.session_keys import fetch_secret
from services.training.domain.unit_documents import (
    JSON,
    DocumentKind,
    DocumentPlace,
    UnitDocument,
)
from services.training.usecases.move_on import MoveOn, abandon
from services.training.usecases.reading import own_enrolment
from services.training.usecases.records_ports import RecordStores, RecordsUnitOfWork
from services.training.usecases.settling import must_go_on

_SECRET_BYTES: Final = 32


def a_secret() -> str:
    """Return what nobody guesses, as it stands in an address or a header."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret: it opens nothing."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where the learner's browser goes, once; `own_window` as the author asks (8.1)."""

    url: str
    session_id: UUID
    mode: LaunchMode
    own_window: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchUnit:
    """Begin a session of a unit, and end the one of it that goes on (cmi5, 8.1, 9.3.1, 10.0)."""

    unit_of_work: RecordsUnitOfWork
    catalogue: Catalogue
    move_on: MoveOn
    clock: Clock
    ids: Ids
    new_secret: Callable[[], str] = a_secret

    def __call__(
        self, caller: Principal, *, enrolment_id: UUID, number: int, mode: LaunchMode | None
    ) -> Opening:
        """Return where to go; with no mode said: to learn, and to look again once it is closed.

        Raises:
            EnrolmentNotFound: it is not one of the caller's.
            CourseNotFound: the caller may not know of the course any more.
            UnitNotFound: the course is no package, or has no such unit.
            EnrolmentClosed: the enrolment is closed, and it is not only to be looked at.
            CourseWithdrawn: its version was withdrawn, the end has come, and it is to be taken.
        """
        with self.unit_of_work() as tx:
            enrolment = own_enrolment(tx.enrolments, caller, enrolment_id)
            course = self.catalogue.version(enrolment.course_id, enrolment.course_version)
            course.shown_to(caller)
            packages = self.move_on.packages
            structure = packages.structure(enrolment.course_id, enrolment.course_version)
            unit = unit_at(structure, number)
            of_package = packages.package_id(enrolment.course_id, enrolment.course_version)
            secret = fetch_secret(of_package, self.new_secret())
            mode = _mode(enrolment, mode)
            if mode is LaunchMode.NORMAL:
                must_go_on(tx, enrolment, self.clock.now())
            registration = self.move_on.opened(tx, enrolment, at=self.clock.now())
            now = self.clock.now()  # what came while the registration was waited for is older
            self._no_other(tx, registration, number, now)
            launched = self._launched(tx, registration, unit, number, mode, now=now)
            session_id = UUID(launched.session.session_id)
            url = packages.address(
                enrolment.course_id, enrolment.course_version, unit.url, session_id
            )
            self._say(tx, launched, unit, url)
            tx.launches.launch(launched, digest_of(secret))
            if unit.activity_type == ASSET and mode is LaunchMode.NORMAL:
                self._opened(tx, registration, launched)
            metric, title = "training.launched", course.title
            tx.outbox.add(Used(caller=caller, metric=metric, at=now, detail=title))
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return Opening(
            url=lms_statements.launch_address(
                url, launched, endpoint=f"{origin}/xapi/", fetch=f"{origin}/fetch/{secret}"
            ),
            session_id=session_id,
            mode=mode,
            own_window=unit.launch_method is LaunchMethod.OWN_WINDOW,
        )

    def _no_other(
        self, tx: RecordStores, registration: Registration, number: int, at: datetime
    ) -> None:
        for each in tx.launches.open_sessions(registration.registration, number):
            abandon(tx, each, ids=self.ids, at=at)

    def _launched(
        self,
        tx: RecordStores,
        registration: Registration,
        unit: Unit,
        number: int,
        mode: LaunchMode,
        *,
        now: datetime,
    ) -> Launched:
        session_id = str(self.ids.new())
        standings = tx.launches.standings(registration.registration)
        record = standings[number].record if number in standings else NOTHING
        if number not in standings:
            none = UnitStanding(number=number, record=record)
            tx.launches.keep_standing(registration.registration, none)
        place = self.move_on.place(registration, session_id, "unit", unit.publisher_id)
        session = Session(
            session_id=session_id,
            registration=registration.registration,
            publisher_id=unit.publisher_id,
            mode=mode,
            launched_at=now,
            mastery_score=unit.mastery_score,
        )
        return Launched(
            session=session,
            number=number,
            activity_id=place.activity_id,
            actor=place.actor,
            record=record,
            heard_at=now,
        )

    def _opened(self, tx: RecordStores, registration: Registration, launched: Launched) -> None:
        """Complete a unit that cannot say it itself: to be opened is all that it asks."""
        if not launched.record.completed:
            self.move_on.keep(
                tx,
                registration,
                launched.number,
                replace(launched.record, completed=True),
                session_id=launched.session.session_id,
                at=launched.session.launched_at,
            )

    def _say(self, tx: RecordStores, launched: Launched, unit: Unit, url: str) -> None:
        session = launched.session
        place = lms_statements.place_of(launched)
        said = lms_statements.launched(self.ids.new(), place, unit, session, url)
        tx.statements.add(session.session_id, said, session.launched_at)
        registration = tx.launches.registration(launched.registration)
        assert registration is not None  # it was opened in this transaction
        back = f"{self.move_on.site}/learn/{registration.course_id}"
        kind, name = DocumentKind.STATE, lms_statements.LAUNCH_DATA
        tx.unit_documents.put(
            UnitDocument(
                place=DocumentPlace(
                    registration=launched.registration,
                    kind=kind,
                    activity_id=launched.activity_id,
                    document_id=name,
                ),
                content_type=JSON,
                content=lms_statements.launch_data(unit, session, back),
                updated_at=session.launched_at,
            )
        )


def _mode(enrolment: Enrolment, asked: LaunchMode | None) -> LaunchMode:
    going_on = enrolment.status is EnrolmentStatus.OPEN
    mode = asked or (LaunchMode.NORMAL if going_on else LaunchMode.REVIEW)
    if mode is LaunchMode.NORMAL:
        enrolment.must_be_open()
    return mode
