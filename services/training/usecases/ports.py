"""What the verbs of training need."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from random import Random
from typing import Any, Protocol
from uuid import UUID

from kernel.pages import Place
from kernel.ports import Audit, Idempotency, PlumbingRows
from kernel.principals import Principal
from services.training.domain.attempt import Attempt
from services.training.domain.certificate import Certificate, StatusPlace
from services.training.domain.certificate_sheet import Sheet
from services.training.domain.enrolment import Enrolment
from services.training.domain.events import Event, Snapshot
from services.training.domain.issuer import PublicKey
from services.training.domain.passport_sheet import PassportSheet
from services.training.domain.verification import Opened
from services.training.domain.withdrawal import Version
from services.training.usecases.assessment_ports import ExtraTimes, Withdrawals
from services.training.usecases.course_record_ports import CourseRecord
from services.training.usecases.led_session_ports import LedBookings, LedSessions
from services.training.usecases.package_ports import Packages
from services.training.usecases.reminder_ports import Reminders
from services.training.usecases.staff_ports import Staff


class Enrolments(Protocol):
    """The enrolments of one transaction."""

    def add(self, enrolment: Enrolment) -> None:
        """Keep a new enrolment.

        Raises:
            AlreadyEnrolled: one of the same learner in the same course is open.
        """
        ...

    def get(self, enrolment_id: UUID, *, lock: bool = False) -> Enrolment:
        """Return an enrolment; locked, nobody else changes it before the transaction ends.

        Raises:
            EnrolmentNotFound: there is none.
        """
        ...

    def save(self, enrolment: Enrolment) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def open_of(self, subject: str, course_id: UUID) -> Enrolment | None:
        """Return a learner's open enrolment in a course, or None."""
        ...

    def page(self, subject: str, *, after: Place | None, size: int) -> Sequence[Enrolment]:
        """Return a learner's enrolments, newest first."""
        ...

    def of_subject(self, subject: str) -> Sequence[Enrolment]:
        """Return all of a learner's enrolments, oldest first."""
        ...

    def open_in(self, versions: Collection[Version], *, size: int) -> Sequence[UUID]:
        """Return open enrolments in versions of courses, at most so many."""
        ...

    def overdue(self, at: datetime, *, size: int) -> Sequence[UUID]:
        """Return open enrolments with an attempt not handed in whose time was up before then."""
        ...

    def completed(self) -> Iterator[Enrolment]:
        """Return every completed enrolment, oldest first."""
        ...

    def forget(self, subject: str) -> int:
        """Delete a learner's enrolments with their attempts; return how many rows went."""
        ...


class Attempts(Protocol):
    """The attempts of one transaction."""

    def add(self, attempt: Attempt) -> None:
        """Keep a new attempt."""
        ...

    def get(self, attempt_id: UUID) -> Attempt:
        """Return an attempt.

        Raises:
            AttemptNotFound: there is none.
        """
        ...

    def save(self, attempt: Attempt) -> None:
        """Keep an attempt that was handed in."""
        ...

    def of_enrolments(self, enrolment_ids: Sequence[UUID]) -> Sequence[Attempt]:
        """Return the attempts of enrolments, oldest first."""
        ...


class Certificates(Protocol):
    """The certificates of one transaction."""

    def add(self, certificate: Certificate) -> None:
        """Keep a new certificate.

        Raises:
            CertificateHeld: one for its enrolment stands.
        """
        ...

    def get(self, certificate_id: UUID, *, lock: bool = False) -> Certificate:
        """Return a certificate; locked, nobody else changes it before the transaction ends.

        Raises:
            CertificateNotFound: there is none.
        """
        ...

    def save(self, certificate: Certificate) -> None:
        """Keep the next version.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def of_enrolments(self, enrolment_ids: Sequence[UUID]) -> Sequence[Certificate]:
        """Return the certificates that were issued for enrolments."""
        ...

    def of_subject(self, subject: str, *, lock: bool = False) -> Sequence[Certificate]:
        """Return all of a holder's certificates, oldest first; locked if asked."""
        ...

    def everything(self) -> Iterator[Certificate]:
        """Return every certificate, oldest first."""
        ...


class StatusLists(Protocol):
    """The status lists of one transaction."""

    def take(self, chance: Random) -> StatusPlace:
        """Return a place at random that was never given before and never will be again."""
        ...

    def revoke(self, place: StatusPlace) -> None:
        """Set a place's bit for good."""
        ...

    def revoked(self, list_id: UUID) -> Sequence[int]:
        """Return the places of a list whose bit is set.

        Raises:
            StatusListNotFound: there is no such list.
        """
        ...


class Credentials(Protocol):
    """Signs with the issuer's key, and opens what is said to be signed with it."""

    def sign(self, payload: Mapping[str, Any]) -> str:
        """Return a credential as a JWT."""
        ...

    def sign_summary(self, claims: Mapping[str, Any]) -> str:
        """Return a summary as a JWT of its own type, which is no credential."""
        ...

    def sign_passport(self, claims: Mapping[str, Any]) -> str:
        """Return a training passport as a JWT of its own type."""
        ...

    def open(self, text: str) -> Opened:
        """Take a text apart and check its signature; whatever the text is, that is no error."""
        ...

    def keys(self) -> Sequence[PublicKey]:
        """Return every key that signatures may be checked with, the present one first."""
        ...


class Sheets(Protocol):
    """Prints certificates."""

    def pdf(self, sheet: Sheet) -> bytes:
        """Return a PDF/UA-1 document.

        Raises:
            NameNotPrintable: no font has the letters.
        """
        ...

    def badge(self, sheet: Sheet) -> bytes:
        """Return a PNG that carries its credential (Open Badges 3.0, 5.3.2).

        Raises:
            NameNotPrintable: no font has the letters.
        """
        ...


class Learners(Protocol):
    """What is known of people who are not the caller, on one transaction."""

    def principal(self, subject: str) -> Principal:
        """Return somebody as they are counted; of whom nothing is known, as of the public."""
        ...


class PassportSheets(Protocol):
    """Prints training passports."""

    def passport(self, sheet: PassportSheet) -> bytes:
        """Return a PDF/UA-1 document.

        Raises:
            NameNotPrintable: no font has the letters of the name, or of a title.
        """
        ...


class Outbox(Protocol):
    """Events to be sent after the commit."""

    def add(self, *events: Event) -> None:
        """Keep events."""
        ...

    def again(self, event: Snapshot) -> None:
        """Keep an event that was sent before, under an id that is the same each time."""
        ...


class Stores(Protocol):
    """Everything on one transaction."""

    @property
    def enrolments(self) -> Enrolments:
        """The enrolments."""
        ...

    @property
    def attempts(self) -> Attempts:
        """The attempts."""
        ...

    @property
    def course_record(self) -> CourseRecord:
        """What is said of the attempts."""
        ...

    @property
    def extra_times(self) -> ExtraTimes:
        """The shares of time that learners chose."""
        ...

    @property
    def withdrawals(self) -> Withdrawals:
        """The versions that were withdrawn."""
        ...

    @property
    def certificates(self) -> Certificates:
        """The certificates."""
        ...

    @property
    def led_sessions(self) -> LedSessions:
        """The led sessions."""
        ...

    @property
    def led_bookings(self) -> LedBookings:
        """The bookings of led sessions."""
        ...

    @property
    def reminders(self) -> Reminders:
        """What people were reminded of, and who wants none."""
        ...

    @property
    def status_lists(self) -> StatusLists:
        """The status lists."""
        ...

    @property
    def packages(self) -> Packages:
        """The packages."""
        ...

    @property
    def staff(self) -> Staff:
        """What organisations see and ask of their people."""
        ...

    @property
    def learners(self) -> Learners:
        """Those who are not the caller."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The events."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit log."""
        ...

    @property
    def idempotency(self) -> Idempotency:
        """The keys."""
        ...

    @property
    def plumbing(self) -> PlumbingRows:
        """What the plumbing keeps about people."""
        ...


class UnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[Stores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...
