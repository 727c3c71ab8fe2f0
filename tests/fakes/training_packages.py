"""Packages in memory, and archives to import."""

import hashlib
import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.pages import Place
from services.training.domain.cmi5_course import NAMESPACE
from services.training.domain.package import WAITING, Package, PackageFile, PackageState
from services.training.domain.package_errors import PackageNotFound
from services.training.domain.withdrawal import Version


@dataclass
class MemoryPackages:
    """Packages in a dictionary."""

    kept: dict[UUID, Package] = field(default_factory=dict)
    files: dict[tuple[UUID, str], PackageFile] = field(default_factory=dict)
    held: list[UUID] = field(default_factory=list)
    read: list[Collection[UUID] | None] = field(default_factory=list)

    def add(self, package: Package) -> None:
        self.kept[package.package_id] = package

    def get(self, package_id: UUID, *, lock: bool = False) -> Package:
        if package_id not in self.kept:
            raise PackageNotFound("There is no such package.")
        return self.kept[package_id]

    def hold(self, package_id: UUID) -> Package:
        package = self.get(package_id, lock=True)
        self.held.append(package_id)
        return package

    def save(self, package: Package) -> None:
        if self.kept[package.package_id].version != package.version - 1:
            raise StaleVersion("The package changed meanwhile: read it again.")
        for each in package.files:
            self.files[package.package_id, each.path] = each
        self.kept[package.package_id] = replace(package, files=())

    def page(self, *, after: Place | None, size: int) -> Sequence[Package]:
        found = [
            each
            for each in reversed(self._oldest_first())
            if each.state is not PackageState.UPLOADING
            and (after is None or (each.uploaded_at, each.package_id) < (after.at, after.item_id))
        ]
        return found[:size]

    def open_uploads(self, subject: str) -> int:
        return sum(each.uploaded_by == subject for each in self._waiting())

    def given_up(self, before: datetime, most: int) -> Sequence[UUID]:
        found = [each.package_id for each in self._uploading() if each.uploaded_at < before]
        return found[:most]

    def scan_due(self, now: datetime, most: int) -> Sequence[UUID]:
        due = [
            (each.scan_due_at, each.package_id)
            for each in self.kept.values()
            if each.scan_due_at is not None and each.scan_due_at <= now
        ]
        return [package_id for _, package_id in sorted(due)][:most]

    def put_off_scan(self, package_id: UUID, until: datetime) -> None:
        package = self.kept.get(package_id)
        if package is not None and package.scan_due_at is not None:
            self.kept[package_id] = replace(package, scan_due_at=until)

    def scanned(self, package_id: UUID) -> None:
        if package_id in self.kept:
            self.kept[package_id] = replace(self.kept[package_id], scan_due_at=None)

    def unscanned(self) -> int:
        return sum(each.scan_due_at is not None for each in self.kept.values())

    def waiting(self, package_ids: Collection[UUID]) -> Sequence[UUID]:
        return [each.package_id for each in self._waiting() if each.package_id in package_ids]

    def delete(self, package_id: UUID) -> None:
        self.kept.pop(package_id, None)

    def next_version(self, course_id: UUID) -> int:
        return 1 + max((each.course_version or 0 for each in self._of(course_id)), default=0)

    def has_course(self, course_id: UUID) -> bool:
        return any(each.course_version for each in self._of(course_id))

    def published(self, package_ids: Collection[UUID] | None = None) -> Sequence[Package]:
        self.read.append(package_ids)
        found = [
            each
            for each in self.kept.values()
            if each.course_version is not None
            and (package_ids is None or each.package_id in package_ids)
        ]
        return sorted(found, key=lambda each: (each.course_id, each.course_version))

    def published_versions(self) -> Mapping[UUID, int]:
        return {
            each.package_id: each.version
            for each in self.kept.values()
            if each.course_version is not None
        }

    def withdrawn_versions(self) -> frozenset[Version]:
        return frozenset(
            (each.course_id, each.course_version)
            for each in self.kept.values()
            if each.course_version is not None and each.state is PackageState.WITHDRAWN
        )

    def file(self, package_id: UUID, path: str) -> PackageFile | None:
        return self.files.get((package_id, path))

    def files_of(self, package_id: UUID) -> Sequence[PackageFile]:
        found = [each for (owner, _), each in self.files.items() if owner == package_id]
        return sorted(found, key=lambda each: each.number)

    def touched_by(self, subject: str) -> Sequence[Package]:
        return [each for each in self._oldest_first() if subject in _people(each)]

    def rename(self, subject: str, pseudonym: str) -> int:
        mine = self.touched_by(subject)
        for each in mine:
            renamed = {
                name: pseudonym
                for name in ("uploaded_by", "published_by", "withdrawn_by")
                if getattr(each, name) == subject
            }
            self.kept[each.package_id] = replace(each, **renamed)
        return len(mine)

    def _of(self, course_id: UUID) -> list[Package]:
        return [each for each in self.kept.values() if each.course_id == course_id]

    def _uploading(self) -> list[Package]:
        return [each for each in self._oldest_first() if each.state is PackageState.UPLOADING]

    def _waiting(self) -> list[Package]:
        return [each for each in self._oldest_first() if each.state in WAITING]

    def _oldest_first(self) -> list[Package]:
        return sorted(self.kept.values(), key=lambda each: (each.uploaded_at, each.package_id))


def _people(each: Package) -> set[str | None]:
    return {each.uploaded_by, each.published_by, each.withdrawn_by}


def manifest(*urls: str, title: str = "Gates") -> bytes:
    """A course structure with a unit for each address."""

    def words(name: str, said: str) -> str:
        return f'<{name}><langstring lang="en-GB">{said}</langstring></{name}>'

    units = "".join(
        f'<au id="https://author.example/unit/{number}">{words("title", f"Unit {number}")}'
        f"{words('description', 'A unit.')}<url>{url}</url></au>"
        for number, url in enumerate(urls)
    )
    about = words("title", title) + words("description", "A course.")
    return (
        f'<courseStructure xmlns="{NAMESPACE}"><course id="https://author.example/gates">'
        f"{about}</course>{units}</courseStructure>"
    ).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


PAGE = b"<!doctype html><title>Gates</title><p>Keep the gates clear."


def package_zip(**more: bytes) -> bytes:
    """A good package of two units."""
    files = {
        "cmi5.xml": manifest("index.html?unit=1", "media/two.html#top"),
        "index.html": PAGE,
        "media/two.html": PAGE,
        "media/film.mp4": bytes(range(256)) * 40,
    }
    return zipped(files | more)


def sha256(body: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()
