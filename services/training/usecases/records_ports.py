"""What launching units and keeping their records needs."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.launch import Launched, Registration, UnitStanding
from services.training.domain.unit_documents import DocumentKind, DocumentPlace, UnitDocument
from services.training.domain.xapi import Statement
from services.training.usecases import ports


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredStatement:
    """A statement as it is kept. `sequence` is the order in which a registration's came."""

    statement_id: UUID
    registration: UUID
    session_id: str
    document: bytes
    stored_at: datetime
    sequence: int
    voided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementQuery:
    """Which statements of a registration; None asks nothing (xAPI 1.0.3 part 3, 2.1.3).

    `since` is exclusive, `until` inclusive, both of the time of storing. `related` also looks at
    the activities of the context.
    """

    verb_id: str | None = None
    activity_id: str | None = None
    related: bool = False
    since: datetime | None = None
    until: datetime | None = None
    ascending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A session as it was read, and as it is after a statement that changes no unit's record."""

    before: Launched
    after: Launched
    statement: Statement


class Packages(Protocol):
    """The packages that were imported."""

    def structure(self, course_id: UUID, version: int) -> CourseStructure:
        """Return a course as its package says it.

        Raises:
            UnitNotFound: the course is no package.
        """
        ...

    def package_id(self, course_id: UUID, version: int) -> UUID:
        """Return the package of a course.

        Raises:
            UnitNotFound: the course is no package.
        """
        ...

    def address(self, course_id: UUID, version: int, url: str, session_id: UUID) -> str:
        """Return where a unit is served to one session: on the origin of its package alone.

        `url` is as the author wrote it. What the unit speaks to is on the same origin.

        Raises:
            UnitNotFound: the course is no package, was withdrawn, or keeps the unit elsewhere.
        """
        ...


class Actors(Protocol):
    """Names learners for packages."""

    def name(self, subject: str, course_id: UUID) -> str:
        """Return the name that stands for a learner in a course: the same each time."""
        ...


class Launches(Protocol):
    """Registrations, sessions and unit records of one transaction."""

    def open_registration(self, registration: Registration) -> bool:
        """Keep a registration that is not kept yet; return whether it is new. It stays locked."""
        ...

    def registration(self, registration: UUID, *, lock: bool = False) -> Registration | None:
        """Return a registration; locked, its statements come one after the other."""
        ...

    def satisfy(self, registration: UUID, at: datetime) -> None:
        """Keep that the whole course is satisfied."""
        ...

    def standings(self, registration: UUID) -> Mapping[int, UnitStanding]:
        """Return what is on record of the units that something is on record of, by number."""
        ...

    def keep_standing(self, registration: UUID, standing: UnitStanding) -> None:
        """Keep what is on record of a unit."""
        ...

    def launch(self, launched: Launched, fetch_digest: bytes) -> None:
        """Keep a new session."""
        ...

    def open_sessions(self, registration: UUID, number: int) -> Sequence[Launched]:
        """Return the sessions of a unit that go on, oldest first."""
        ...

    def silent_since(self, before: datetime, most: int) -> Sequence[tuple[UUID, UUID]]:
        """Return sessions that go on and said nothing since, with their registrations."""
        ...

    def session(self, session_id: UUID) -> Launched | None:
        """Return a session, locked with its unit's record and its registration."""
        ...

    def by_fetch(self, digest: bytes) -> Launched | None:
        """Return the session of a one-time address, locked as by `session`."""
        ...

    def by_token(self, digest: bytes, *, lock: bool = True) -> Launched | None:
        """Return the session of a token; locked, with its unit's record and its registration."""
        ...

    def by_tokens(self, digests: Sequence[bytes]) -> Mapping[bytes, Launched]:
        """Return the sessions of tokens by their digests, not locked; a token may have none."""
        ...

    def give_token(self, session_id: UUID, digest: bytes, at: datetime) -> None:
        """Keep that the token was given, and its digest."""
        ...

    def save(self, launched: Launched) -> None:
        """Keep what became of a session, not its unit's record."""
        ...

    def heard(
        self, launched: Launched, statements: Sequence[Statement], at: datetime
    ) -> frozenset[UUID]:
        """Keep statements and what became of their session, in one step.

        Returns the ids of those that were there already, which are left as they are.
        """
        ...

    def heard_together(self, heard: Sequence[Heard], at: datetime) -> frozenset[UUID]:
        """Keep one statement of each of several sessions that were read without a lock.

        In one step. Nothing is kept of a session if anything was kept under its registration or
        heard of it since it was read, if another has it locked, or if the id is kept already.
        Returns the ids of the statements that were kept.
        """
        ...

    def refused(self, launched: Launched, rule: str, at: datetime) -> None:
        """Count that a session broke a rule, by a statement or otherwise; nothing of it is kept."""
        ...

    def refusals(self, registration: UUID) -> Sequence[tuple[str, str, int]]:
        """Return session, rule and how often, in the order of their names."""
        ...

    def of_subject(self, subject: str) -> Sequence[Registration]:
        """Return a learner's registrations, oldest first."""
        ...

    def sessions_of(self, registration: UUID) -> Sequence[Launched]:
        """Return a registration's sessions, oldest first."""
        ...

    def forget(self, subject: str) -> int:
        """Delete a learner's registrations with all that stands under them; return the rows."""
        ...


class Statements(Protocol):
    """The statements of one transaction."""

    def add(self, session_id: str, statement: Statement, at: datetime) -> None:
        """Keep a statement of ours."""
        ...

    def digests(self, statement_ids: Sequence[UUID]) -> Mapping[UUID, bytes]:
        """Return the digests of those that are kept, whoever's they are."""
        ...

    def get(self, registration: UUID, statement_id: UUID) -> StoredStatement:
        """Return a statement of a registration, voided or not.

        Raises:
            StatementNotFound: it has none with this id.
        """
        ...

    def page(
        self, registration: UUID, query: StatementQuery, *, after: int | None, size: int
    ) -> Sequence[StoredStatement]:
        """Return those that are asked for and not voided, in the order of storing.

        `after` is the sequence of the last one before the page.
        """
        ...

    def void(self, statement_id: UUID) -> None:
        """Mark a statement as voided; it is kept."""
        ...

    def everything(self, registration: UUID) -> Sequence[StoredStatement]:
        """Return all statements of a registration, voided too, oldest first."""
        ...


class UnitDocuments(Protocol):
    """The documents of one transaction."""

    def get(self, place: DocumentPlace, *, lock: bool = False) -> UnitDocument | None:
        """Return a document, or None."""
        ...

    def names(
        self, registration: UUID, kind: DocumentKind, activity_id: str, since: datetime | None
    ) -> Sequence[str]:
        """Return the ids of the documents at a place that changed after a time, by name."""
        ...

    def put(self, document: UnitDocument) -> None:
        """Keep a document, in the place of the one that is there."""
        ...

    def drop(self, place: DocumentPlace) -> bool:
        """Delete a document; return whether there was one."""
        ...

    def count(self, registration: UUID) -> int:
        """Return how many documents a registration has."""
        ...

    def everything(self, registration: UUID) -> Sequence[UnitDocument]:
        """Return all documents of a registration, by place."""
        ...


class RecordStores(ports.Stores, Protocol):
    """Everything of training, with the records of units, on one transaction."""

    @property
    def launches(self) -> Launches:
        """Registrations, sessions, unit records."""
        ...

    @property
    def statements(self) -> Statements:
        """The statements."""
        ...

    @property
    def unit_documents(self) -> UnitDocuments:
        """The documents."""
        ...


class RecordsUnitOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> AbstractContextManager[RecordStores]:
        """Yield the stores; commit at the end, undo at an error."""
        ...
