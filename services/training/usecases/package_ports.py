"""What the verbs of packages need."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from kernel.pages import Place
from services.training.domain.package import Found, Package, PackageFile
from services.training.domain.withdrawal import Version


class Packages(Protocol):
    """The packages of one transaction. Files come only where that is said."""

    def add(self, package: Package) -> None:
        """Keep a new one."""
        ...

    def get(self, package_id: UUID, *, lock: bool = False) -> Package:
        """Return one; locked, nobody else changes it before the transaction ends.

        Raises:
            PackageNotFound: there is none.
        """
        ...

    def hold(self, package_id: UUID) -> Package:
        """Return one, locked for as long as one look and the storage may take.

        Raises:
            PackageNotFound: there is none.
        """
        ...

    def save(self, package: Package) -> None:
        """Keep the next version, with its files if it has any.

        Raises:
            StaleVersion: another version came first.
        """
        ...

    def page(self, *, after: Place | None, size: int) -> Sequence[Package]:
        """Return those that are no upload any more, newest first."""
        ...

    def open_uploads(self, subject: str) -> int:
        """Return how many uploads of a person are not finished, or not scanned."""
        ...

    def given_up(self, before: datetime, most: int) -> Sequence[UUID]:
        """Return uploads that were begun before then and never finished."""
        ...

    def scan_due(self, now: datetime, most: int) -> Sequence[UUID]:
        """Return those whose scan is due by now, who is due longest first."""
        ...

    def put_off_scan(self, package_id: UUID, until: datetime) -> None:
        """Let the scan of one that waits for it be due then; nothing else of it changes."""
        ...

    def scanned(self, package_id: UUID) -> None:
        """Let no scan of one be due any more; nothing else of it changes."""
        ...

    def unscanned(self) -> int:
        """Return how many wait for the scanner, due or not."""
        ...

    def waiting(self, package_ids: Collection[UUID]) -> Sequence[UUID]:
        """Return those of them whose pieces are needed still."""
        ...

    def delete(self, package_id: UUID) -> None:
        """Delete one."""
        ...

    def next_version(self, course_id: UUID) -> int:
        """Return the number of a course's next version; nobody else is given it meanwhile."""
        ...

    def has_course(self, course_id: UUID) -> bool:
        """Tell whether a package was published as a version of a course."""
        ...

    def published(self, package_ids: Collection[UUID] | None = None) -> Sequence[Package]:
        """Return the packages that were published, withdrawn ones too, by course and version.

        All of them, or those of these ids.
        """
        ...

    def published_versions(self) -> Mapping[UUID, int]:
        """Return the version of the row of each package that was published, and nothing else."""
        ...

    def withdrawn_versions(self) -> frozenset[Version]:
        """Return the versions of courses whose package was withdrawn, and nothing else."""
        ...

    def file(self, package_id: UUID, path: str) -> PackageFile | None:
        """Return a file of a package by its path, or None."""
        ...

    def files_of(self, package_id: UUID) -> Sequence[PackageFile]:
        """Return every file of a package, by number."""
        ...

    def touched_by(self, subject: str) -> Sequence[Package]:
        """Return those that a person uploaded, published or withdrew, oldest first."""
        ...

    def rename(self, subject: str, pseudonym: str) -> int:
        """Put a pseudonym in a person's place; return how many rows changed."""
        ...


Unpacking = Callable[[PackageFile], BinaryIO]
"""Opens a file of a package."""


class Scanner(Protocol):
    """Looks for what is known to be harmful."""

    def finding(self, file: BinaryIO) -> str | None:
        """Return the name of what was found in a file, or None.

        Raises:
            ScannerUnavailable: it does not answer, or cannot say.
        """
        ...


class PackageLook(Protocol):
    """Looks into a stranger's package, within bounds."""

    def __call__(self, path: Path) -> Found:
        """Return what is in it, or why it is refused."""
        ...

    def unpacking(self, path: Path) -> AbstractContextManager[Unpacking]:
        """Yield what opens the files of a package that was found good."""
        ...


class Scratch(Protocol):
    """Makes a place for one file while it is looked at."""

    def __call__(self) -> AbstractContextManager[Path]:
        """Yield the path of a file that is gone afterwards."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchGrant:
    """What a launch path grants: the files of a package, for one session, until then."""

    package_id: UUID
    session_id: UUID
    expires_at: datetime


class LaunchPaths(Protocol):
    """Seals launch paths, so that nobody makes or guesses one."""

    def address(self, grant: LaunchGrant, url: str) -> str:
        """Return the whole address of a package's file under a grant."""
        ...

    def opened(self, token: str) -> LaunchGrant:
        """Return what a token grants; whether it has run out, the caller judges.

        Raises:
            PackageNotFound: it is none of ours.
        """
        ...
