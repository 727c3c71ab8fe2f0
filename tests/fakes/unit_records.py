"""The records of launched units, in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import orjson

from services.training.domain.cmi5_course import UnitRecord
from services.training.domain.errors import StatementNotFound
from services.training.domain.launch import Launched, Registration, UnitStanding
from services.training.domain.package import PackageState
from services.training.domain.unit_documents import DocumentKind, DocumentPlace, UnitDocument
from services.training.domain.xapi import Statement
from services.training.usecases.records_ports import Heard, StatementQuery, StoredStatement

if TYPE_CHECKING:
    from tests.fakes.assessment import MemoryWithdrawals
    from tests.fakes.training import MemoryEnrolments
    from tests.fakes.training_packages import MemoryPackages


@dataclass
class MemoryRecords:
    """What the three stores share, so that they see each other's rows."""

    registrations: dict[UUID, Registration] = field(default_factory=dict)
    standings: dict[tuple[UUID, int], UnitStanding] = field(default_factory=dict)
    sessions: dict[str, Launched] = field(default_factory=dict)
    fetch: dict[bytes, str] = field(default_factory=dict)
    tokens: dict[bytes, str] = field(default_factory=dict)
    refusals: dict[tuple[str, str], int] = field(default_factory=dict)
    statements: dict[UUID, tuple[StoredStatement, Statement]] = field(default_factory=dict)
    documents: dict[DocumentPlace, UnitDocument] = field(default_factory=dict)
    said: int = 0

    def keep(self, session_id: str, statement: Statement, at: datetime) -> None:
        self.said += 1
        stored = StoredStatement(
            statement_id=statement.statement_id,
            registration=statement.registration,
            session_id=session_id,
            document=statement.document,
            stored_at=at,
            sequence=self.said,
        )
        self.statements[statement.statement_id] = (stored, statement)

    def forget(self, registrations: Iterable[UUID]) -> None:
        """Delete registrations, and what stands under them with them."""
        gone = set(registrations)
        tables = (
            (self.registrations, lambda of, _: of),
            (self.standings, lambda at, _: at[0]),
            (self.sessions, lambda _, each: each.registration),
            (self.statements, lambda _, each: each[0].registration),
            (self.documents, lambda at, _: at.registration),
        )
        for table, registration in tables:
            for key in [of for of, each in table.items() if registration(of, each) in gone]:
                del table[key]

    def rows(self) -> int:
        tables = (
            self.registrations,
            self.standings,
            self.sessions,
            self.statements,
            self.documents,
        )
        return sum(len(each) for each in tables)


@dataclass
class MemoryLaunches:
    """Launches in dictionaries."""

    records: MemoryRecords
    enrolments: "MemoryEnrolments"
    withdrawals: "MemoryWithdrawals"
    packages: "MemoryPackages"

    def open_registration(self, registration: Registration) -> bool:
        new = registration.registration not in self.records.registrations
        self.records.registrations.setdefault(registration.registration, registration)
        return new

    def registration(self, registration: UUID, *, lock: bool = False) -> Registration | None:
        return self.records.registrations.get(registration)

    def satisfy(self, registration: UUID, at: datetime) -> None:
        there = self.records.registrations[registration]
        self.records.registrations[registration] = replace(there, satisfied_at=at)

    def standings(self, registration: UUID) -> Mapping[int, UnitStanding]:
        kept = sorted(self.records.standings.items())
        return {number: each for (of, number), each in kept if of == registration}

    def keep_standing(self, registration: UUID, standing: UnitStanding) -> None:
        self.records.standings[registration, standing.number] = standing

    def launch(self, launched: Launched, fetch_digest: bytes) -> None:
        self.records.sessions[launched.session.session_id] = launched
        self.records.fetch[fetch_digest] = launched.session.session_id

    def open_sessions(self, registration: UUID, number: int) -> Sequence[Launched]:
        mine = self.sessions_of(registration)
        return [each for each in mine if each.number == number and each.session.open]

    def silent_since(self, before: datetime, most: int) -> Sequence[tuple[UUID, UUID]]:
        silent = [
            each
            for each in self.records.sessions.values()
            if each.session.open and each.heard_at <= before
        ]
        silent.sort(key=lambda each: each.session.launched_at)
        return [(UUID(each.session.session_id), each.registration) for each in silent[:most]]

    def session(self, session_id: UUID) -> Launched | None:
        found = self.records.sessions.get(str(session_id))
        return None if found is None else self._with_record(found)

    def by_fetch(self, digest: bytes) -> Launched | None:
        found = self.records.fetch.get(digest)
        return None if found is None else self.session(UUID(found))

    def by_token(self, digest: bytes, *, lock: bool = True) -> Launched | None:
        found = self.records.tokens.get(digest)
        return None if found is None else self.session(UUID(found))

    def by_tokens(self, digests: Sequence[bytes]) -> Mapping[bytes, Launched]:
        found = {each: self.by_token(each, lock=False) for each in digests}
        return {each: session for each, session in found.items() if session is not None}

    def give_token(self, session_id: UUID, digest: bytes, at: datetime) -> None:
        there = self.records.sessions[str(session_id)]
        self.records.sessions[str(session_id)] = replace(there, fetched_at=at)
        self.records.tokens[digest] = str(session_id)

    def save(self, launched: Launched) -> None:
        self.records.sessions[launched.session.session_id] = launched

    def heard(
        self, launched: Launched, statements: Sequence[Statement], at: datetime
    ) -> frozenset[UUID]:
        self.save(launched)
        before = {each.statement_id for each in statements} & self.records.statements.keys()
        for each in statements:
            if each.statement_id not in before:
                self.records.keep(launched.session.session_id, each, at)
        return frozenset(before)

    def heard_together(self, heard: Sequence[Heard], at: datetime) -> frozenset[UUID]:
        kept = set()
        for each in heard:
            before = each.before
            now = self.session(UUID(before.session.session_id))
            as_read = now is not None and (now.heard_at, now.statements) == (
                before.heard_at,
                before.statements,
            )
            if as_read and each.statement.statement_id not in self.records.statements:
                self.heard(each.after, [each.statement], at)
                kept.add(each.statement.statement_id)
        return frozenset(kept)

    def refused(self, launched: Launched, rule: str, at: datetime) -> None:
        place = (launched.session.session_id, rule)
        self.records.refusals[place] = self.records.refusals.get(place, 0) + 1

    def refusals(self, registration: UUID) -> Sequence[tuple[str, str, int]]:
        mine = {each.session.session_id for each in self.sessions_of(registration)}
        return sorted(
            (of, rule, n) for (of, rule), n in self.records.refusals.items() if of in mine
        )

    def of_subject(self, subject: str) -> Sequence[Registration]:
        enrolled = {each.enrolment_id for each in self.enrolments.of_subject(subject)}
        mine = [
            each for each in self.records.registrations.values() if each.registration in enrolled
        ]
        return sorted(mine, key=lambda each: (each.opened_at, each.registration))

    def sessions_of(self, registration: UUID) -> Sequence[Launched]:
        mine = [
            each for each in self.records.sessions.values() if each.registration == registration
        ]
        mine.sort(key=lambda each: (each.session.launched_at, UUID(each.session.session_id)))
        return [self._with_record(each) for each in mine]

    def forget(self, subject: str) -> int:
        launched = {registration for registration, _ in self.records.standings}
        before = self.records.rows()
        self.records.forget(
            each.registration for each in self.of_subject(subject) if each.registration in launched
        )
        return before - self.records.rows()

    def _ends(self, registration: UUID) -> datetime | None:
        of = self.records.registrations[registration]
        version = of.course_id, of.course_version
        withdrawal = self.withdrawals.of(*version)
        ends = [] if withdrawal is None else [withdrawal.ends_at]
        ends += [
            each.changed_at
            for each in self.packages.published()
            if (each.course_id, each.course_version) == version
            and each.state is PackageState.WITHDRAWN
        ]
        return min(ends, default=None)

    def _with_record(self, launched: Launched) -> Launched:
        standing = self.records.standings.get((launched.registration, launched.number))
        kept = [each for each, _ in self.records.statements.values()]
        return replace(
            launched,
            record=standing.record if standing else UnitRecord(),
            ends_at=self._ends(launched.registration),
            statements=sum(each.registration == launched.registration for each in kept),
        )


@dataclass
class MemoryStatements:
    """Statements in a dictionary."""

    records: MemoryRecords

    def add(self, session_id: str, statement: Statement, at: datetime) -> None:
        self.records.keep(session_id, statement, at)

    def digests(self, statement_ids: Sequence[UUID]) -> Mapping[UUID, bytes]:
        kept = self.records.statements
        return {each: kept[each][1].digest for each in statement_ids if each in kept}

    def get(self, registration: UUID, statement_id: UUID) -> StoredStatement:
        found = self.records.statements.get(statement_id)
        if found is None or found[0].registration != registration:
            raise StatementNotFound("There is no such statement.")
        return found[0]

    def page(
        self, registration: UUID, query: StatementQuery, *, after: int | None, size: int
    ) -> Sequence[StoredStatement]:
        found = [
            stored
            for stored, statement in self.records.statements.values()
            if stored.registration == registration
            and not stored.voided
            and _asked(query, stored, statement)
            and (after is None or (stored.sequence > after) is query.ascending)
            and stored.sequence != after
        ]
        found.sort(key=lambda each: each.sequence, reverse=not query.ascending)
        return found[:size]

    def void(self, statement_id: UUID) -> None:
        stored, statement = self.records.statements[statement_id]
        self.records.statements[statement_id] = (replace(stored, voided=True), statement)

    def everything(self, registration: UUID) -> Sequence[StoredStatement]:
        kept = (each for each, _ in self.records.statements.values())
        mine = [each for each in kept if each.registration == registration]
        return sorted(mine, key=lambda each: each.sequence)


def _asked(query: StatementQuery, stored: StoredStatement, statement: Statement) -> bool:
    about = {statement.activity_id}
    if query.related:
        about |= set(_context_activities(statement.document))
    return (
        (query.verb_id is None or query.verb_id == statement.verb_id)
        and (query.activity_id is None or query.activity_id in about)
        and (query.since is None or stored.stored_at > query.since)
        and (query.until is None or stored.stored_at <= query.until)
    )


def _context_activities(document: bytes) -> Iterator[str]:
    context = orjson.loads(document).get("context", {})
    for several in context.get("contextActivities", {}).values():
        yield from (each["id"] for each in several)


@dataclass
class MemoryUnitDocuments:
    """Documents in a dictionary."""

    records: MemoryRecords

    def get(self, place: DocumentPlace, *, lock: bool = False) -> UnitDocument | None:
        return self.records.documents.get(place)

    def names(
        self, registration: UUID, kind: DocumentKind, activity_id: str, since: datetime | None
    ) -> Sequence[str]:
        return sorted(
            place.document_id
            for place, each in self.records.documents.items()
            if (place.registration, place.kind, place.activity_id)
            == (registration, kind, activity_id)
            and (since is None or each.updated_at > since)
        )

    def put(self, document: UnitDocument) -> None:
        self.records.documents[document.place] = document

    def drop(self, place: DocumentPlace) -> bool:
        return self.records.documents.pop(place, None) is not None

    def count(self, registration: UUID) -> int:
        return len(self.everything(registration))

    def everything(self, registration: UUID) -> Sequence[UnitDocument]:
        mine = [
            each
            for place, each in self.records.documents.items()
            if place.registration == registration
        ]
        return sorted(mine, key=_place)


def _place(document: UnitDocument) -> tuple[str, str, str]:
    place = document.place
    return place.kind.value, place.activity_id, place.document_id
