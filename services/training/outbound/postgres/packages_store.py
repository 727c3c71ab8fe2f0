"""Packages in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Row, case, delete, func, literal, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import StaleVersion
from chassis.postgres.engine import wait_outside
from kernel.pages import Place
from services.training.domain.package import (
    WAITING,
    Package,
    PackageFile,
    PackageKind,
    PackageRefusal,
    PackageState,
)
from services.training.domain.package_errors import PackageNotFound
from services.training.domain.structure_data import structure_from_data, structure_to_data
from services.training.domain.withdrawal import Version
from services.training.outbound.postgres.package_tables import PACKAGE_FILES, PACKAGES

_COLUMNS = PACKAGES.c
_FILES = PACKAGE_FILES.c
_UPLOADING: Final = _COLUMNS.state == PackageState.UPLOADING.name
_QUARANTINED: Final = _COLUMNS.state == PackageState.QUARANTINED.name
_SCAN_DUE_AT: Final = func.coalesce(
    _COLUMNS.scan_due_at, case((_QUARANTINED, _COLUMNS.changed_at), else_=None)
)
"""A process of before the column quarantines without it."""

_WAITING: Final = _COLUMNS.state.in_([each.name for each in WAITING])
_PEOPLE: Final = (_COLUMNS.uploaded_by, _COLUMNS.published_by, _COLUMNS.withdrawn_by)


@dataclass(frozen=True, slots=True)
class PostgresPackages:
    """The packages on one transaction."""

    connection: Connection

    def add(self, package: Package) -> None:
        """Insert a new one."""
        self.connection.execute(insert(PACKAGES).values(_row(package)))

    def get(self, package_id: UUID, *, lock: bool = False) -> Package:
        """Return one, its row locked until the transaction ends if asked.

        Raises:
            PackageNotFound: there is none.
        """
        query = select(PACKAGES).where(_COLUMNS.package_id == package_id)
        row = self.connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            raise PackageNotFound("There is no such package.")
        return _package(row)

    def hold(self, package_id: UUID) -> Package:
        """Return one, its row locked, and let the transaction wait for a look and the storage.

        Raises:
            PackageNotFound: there is none.
        """
        package = self.get(package_id, lock=True)
        wait_outside(self.connection)  # it is held while it is looked into
        return package

    def save(self, package: Package) -> None:
        """Keep the next version, with its files if it has any.

        Raises:
            StaleVersion: the row is not at the version before it.
        """
        changed = self.connection.execute(
            update(PACKAGES)
            .where(
                _COLUMNS.package_id == package.package_id,
                _COLUMNS.version == package.version - 1,
            )
            .values(_row(package))
        ).rowcount
        if changed != 1:
            raise StaleVersion("The package changed meanwhile: read it again.")
        if package.files:
            rows = [
                {
                    "package_id": package.package_id,
                    "path": each.path,
                    "number": each.number,
                    "size": each.size,
                }
                for each in package.files
            ]
            self.connection.execute(insert(PACKAGE_FILES).on_conflict_do_nothing(), rows)

    def page(self, *, after: Place | None, size: int) -> Sequence[Package]:
        """Return those that are no upload any more, newest first."""
        query = select(PACKAGES).where(~_UPLOADING)
        if after is not None:
            place = tuple_(literal(after.at), literal(after.item_id))
            query = query.where(tuple_(_COLUMNS.uploaded_at, _COLUMNS.package_id) < place)
        newest_first = (_COLUMNS.uploaded_at.desc(), _COLUMNS.package_id.desc())
        return self._all(query.order_by(*newest_first).limit(size))

    def open_uploads(self, subject: str) -> int:
        """Return how many uploads of a person are not finished, or not scanned."""
        mine = (_COLUMNS.uploaded_by == subject, _WAITING)
        query = select(func.count()).select_from(PACKAGES).where(*mine)
        return self.connection.scalar(query) or 0

    def given_up(self, before: datetime, most: int) -> Sequence[UUID]:
        """Return uploads that were begun before then and never finished."""
        query = select(_COLUMNS.package_id).where(_UPLOADING, _COLUMNS.uploaded_at < before)
        return list(self.connection.scalars(query.order_by(_COLUMNS.uploaded_at).limit(most)))

    def scan_due(self, now: datetime, most: int) -> Sequence[UUID]:
        """Return those whose scan is due by now, who is due longest first."""
        query = select(_COLUMNS.package_id).where(now >= _SCAN_DUE_AT)
        return list(self.connection.scalars(query.order_by(_SCAN_DUE_AT).limit(most)))

    def put_off_scan(self, package_id: UUID, until: datetime) -> None:
        """Let the scan of one that waits for it be due then; its version stays."""
        waits = (_COLUMNS.package_id == package_id, _SCAN_DUE_AT.is_not(None))
        self.connection.execute(update(PACKAGES).where(*waits).values(scan_due_at=until))

    def scanned(self, package_id: UUID) -> None:
        """Let no scan of one be due any more; its version stays."""
        one = update(PACKAGES).where(_COLUMNS.package_id == package_id)
        self.connection.execute(one.values(scan_due_at=None))

    def unscanned(self) -> int:
        """Return how many wait for the scanner, due or not."""
        query = select(func.count()).select_from(PACKAGES).where(_SCAN_DUE_AT.is_not(None))
        return self.connection.scalar(query) or 0

    def waiting(self, package_ids: Collection[UUID]) -> Sequence[UUID]:
        """Return those of them whose pieces are needed still."""
        query = select(_COLUMNS.package_id).where(_WAITING, _COLUMNS.package_id.in_(package_ids))
        return list(self.connection.scalars(query))

    def delete(self, package_id: UUID) -> None:
        """Delete one."""
        self.connection.execute(delete(PACKAGES).where(_COLUMNS.package_id == package_id))

    def next_version(self, course_id: UUID) -> int:
        """Return the number of a course's next version; who asks for it too waits."""
        lock = func.pg_advisory_xact_lock(func.hashtextextended(str(course_id), 0))
        self.connection.execute(select(lock))
        query = select(func.max(_COLUMNS.course_version)).where(_COLUMNS.course_id == course_id)
        return (self.connection.scalar(query) or 0) + 1

    def has_course(self, course_id: UUID) -> bool:
        """Tell whether a package was published as a version of a course."""
        said = (_COLUMNS.course_id == course_id, _COLUMNS.course_version.is_not(None))
        query = select(_COLUMNS.package_id).where(*said).limit(1)
        return self.connection.scalar(query) is not None

    def published(self, package_ids: Collection[UUID] | None = None) -> Sequence[Package]:
        """Return those that were published, or those of these ids, by course and version."""
        query = select(PACKAGES).where(_COLUMNS.course_version.is_not(None))
        if package_ids is not None:
            query = query.where(_COLUMNS.package_id.in_(package_ids))
        return self._all(query.order_by(_COLUMNS.course_id, _COLUMNS.course_version))

    def published_versions(self) -> Mapping[UUID, int]:
        """Return the version of the row of each package that was published."""
        query = select(_COLUMNS.package_id, _COLUMNS.version)
        rows = self.connection.execute(query.where(_COLUMNS.course_version.is_not(None)))
        return {row.package_id: row.version for row in rows}

    def withdrawn_versions(self) -> frozenset[Version]:
        """Return the versions of courses whose package was withdrawn."""
        query = select(_COLUMNS.course_id, _COLUMNS.course_version).where(
            _COLUMNS.course_version.is_not(None), _COLUMNS.state == PackageState.WITHDRAWN.name
        )
        rows = self.connection.execute(query)
        return frozenset((row.course_id, row.course_version) for row in rows)

    def file(self, package_id: UUID, path: str) -> PackageFile | None:
        """Return a file of a package by its path, or None."""
        query = select(PACKAGE_FILES).where(_FILES.package_id == package_id, _FILES.path == path)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else PackageFile(path=path, number=row.number, size=row.size)

    def files_of(self, package_id: UUID) -> Sequence[PackageFile]:
        """Return every file of a package, by number."""
        query = select(PACKAGE_FILES).where(_FILES.package_id == package_id)
        rows = self.connection.execute(query.order_by(_FILES.number))
        return [PackageFile(path=row.path, number=row.number, size=row.size) for row in rows]

    def touched_by(self, subject: str) -> Sequence[Package]:
        """Return those that a person uploaded, published or withdrew, oldest first."""
        query = select(PACKAGES).where(or_(*(each == subject for each in _PEOPLE)))
        return self._all(query.order_by(_COLUMNS.uploaded_at, _COLUMNS.package_id))

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        mine = len(self.touched_by(subject))
        for each in _PEOPLE:
            changed = update(PACKAGES).where(each == subject).values({each.name: pseudonym})
            self.connection.execute(changed)
        return mine

    def _all(self, query: Any) -> list[Package]:
        return [_package(row) for row in self.connection.execute(query)]


def _row(package: Package) -> dict[str, Any]:
    structure = package.structure
    return {
        "package_id": package.package_id,
        "version": package.version,
        "state": package.state.name,
        "name": package.name,
        "size": package.size,
        "received": package.received,
        "digest": package.digest,
        "course_id": package.course_id,
        "uploaded_by": package.uploaded_by,
        "uploaded_at": package.uploaded_at,
        "changed_at": package.changed_at,
        "kind": package.kind.name,
        "refusal": package.refusal.name if package.refusal else None,
        "refused_part": package.refused_part,
        "structure": None if structure is None else structure_to_data(structure),
        "course_version": package.course_version,
        "published_by": package.published_by,
        "published_at": package.published_at,
        "withdrawn_by": package.withdrawn_by,
        "scan_due_at": package.scan_due_at,
    }


def _package(row: Row[Any]) -> Package:
    waits = row.state == PackageState.QUARANTINED.name
    return Package(
        package_id=row.package_id,
        version=row.version,
        state=PackageState[row.state],
        name=row.name,
        size=row.size,
        received=row.received,
        digest=row.digest,
        course_id=row.course_id,
        uploaded_by=row.uploaded_by,
        uploaded_at=row.uploaded_at,
        changed_at=row.changed_at,
        kind=PackageKind[row.kind],
        refusal=PackageRefusal[row.refusal] if row.refusal else None,
        refused_part=row.refused_part,
        structure=None if row.structure is None else structure_from_data(row.structure),
        course_version=row.course_version,
        published_by=row.published_by,
        published_at=row.published_at,
        withdrawn_by=row.withdrawn_by,
        scan_due_at=row.scan_due_at or (row.changed_at if waits else None),
    )
