"""A package: a course that somebody else made, as it is brought in, published and withdrawn."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

from chassis.errors import StaleVersion, Violation
from services.training.domain.cmi5_course import CourseStructure
from services.training.domain.package_errors import (
    IllegalPackageMove,
    PackageChanged,
    PieceOutOfOrder,
    SelfPublication,
    UploadClosed,
    UploadIncomplete,
    VersionStopped,
)

MIB: Final = 1024 * 1024
PIECE_BYTES: Final = MIB
LARGEST: Final = 64 * MIB
LONGEST_NAME: Final = 150
MOST_OPEN: Final = 5
"""Uploads of one person that are not finished, or wait for the scanner."""

GIVEN_UP_AFTER: Final = timedelta(days=1)
TRY_AGAIN: Final = timedelta(seconds=15)
"""While the scanner or the storage is away."""

LOOK_LASTS: Final = timedelta(minutes=10)
"""After so long a package is judged once more whose judging never ended, or failed."""

LONGEST_PART: Final = 300
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class PackageState(Enum):
    """Where a package stands."""

    UPLOADING = "UPLOADING"
    QUARANTINED = "QUARANTINED"
    REFUSED = "REFUSED"
    PROPOSED = "PROPOSED"
    PUBLISHED = "PUBLISHED"
    WITHDRAWN = "WITHDRAWN"


TRANSITIONS: Final[Mapping[PackageState, frozenset[PackageState]]] = {
    PackageState.UPLOADING: frozenset(
        {PackageState.REFUSED, PackageState.PROPOSED, PackageState.QUARANTINED}
    ),
    PackageState.QUARANTINED: frozenset(
        {PackageState.REFUSED, PackageState.PROPOSED, PackageState.WITHDRAWN}
    ),
    PackageState.REFUSED: frozenset(),
    PackageState.PROPOSED: frozenset({PackageState.PUBLISHED, PackageState.WITHDRAWN}),
    PackageState.PUBLISHED: frozenset({PackageState.WITHDRAWN}),
    PackageState.WITHDRAWN: frozenset(),
}


SHOWN: Final = frozenset({PackageState.PROPOSED, PackageState.PUBLISHED})
"""Whose files are served: to those who look at a proposal, or to learners."""

WAITING: Final = frozenset({PackageState.UPLOADING, PackageState.QUARANTINED})
"""Whose pieces are kept as they came."""


class PackageKind(Enum):
    """Which standard a package's manifest follows."""

    CMI5 = "CMI5"
    SCORM = "SCORM"


class PackageRefusal(Enum):
    """Why a package was refused; nothing of its bytes is kept then."""

    DIGEST_DIFFERS = "DIGEST_DIFFERS"
    NOT_A_PACKAGE = "NOT_A_PACKAGE"
    DAMAGED = "DAMAGED"
    ENCRYPTED = "ENCRYPTED"
    DUPLICATE_NAME = "DUPLICATE_NAME"
    LEADS_OUT = "LEADS_OUT"
    LINK = "LINK"
    TOO_MANY_FILES = "TOO_MANY_FILES"
    TOO_LARGE = "TOO_LARGE"
    COMPRESSION_BOMB = "COMPRESSION_BOMB"
    NO_MANIFEST = "NO_MANIFEST"
    BAD_MANIFEST = "BAD_MANIFEST"
    MISSING_FILE = "MISSING_FILE"
    TOO_COMPLEX = "TOO_COMPLEX"
    INFECTED = "INFECTED"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """A file of a package: its path below the package, its number there, its size in bytes."""

    path: str
    number: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found in a package: a course, or why there is none and where.

    `by_scanner` is what the scanner calls what it found.
    """

    refusal: PackageRefusal | None = None
    part: str = ""
    by_scanner: str = ""
    kind: PackageKind = PackageKind.CMI5
    structure: CourseStructure | None = None
    files: tuple[PackageFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package as it stands. A change returns the next version.

    `digest` is SHA-256 in lower-case hex, as whoever uploaded it said, and held to. `received`
    counts the pieces that are there. `course_version` is given when it is published. `scan_due_at`
    is set while it waits for the scanner: in quarantine, or shown since before any were scanned.
    """

    package_id: UUID
    version: int
    state: PackageState
    name: str
    size: int
    received: int
    digest: str
    course_id: UUID
    uploaded_by: str
    uploaded_at: datetime
    changed_at: datetime
    kind: PackageKind = PackageKind.CMI5
    refusal: PackageRefusal | None = None
    refused_part: str = ""
    structure: CourseStructure | None = None
    files: tuple[PackageFile, ...] = field(default=(), repr=False)
    course_version: int | None = None
    published_by: str | None = None
    published_at: datetime | None = None
    withdrawn_by: str | None = None
    scan_due_at: datetime | None = None

    @classmethod
    def begun(
        cls, package_id: UUID, course_id: UUID, *, name: str, size: int, by: str, at: datetime
    ) -> "Package":
        """Return an upload of which nothing came yet."""
        return cls(
            package_id=package_id,
            version=1,
            state=PackageState.UPLOADING,
            name=name,
            size=size,
            received=0,
            digest="",
            course_id=course_id,
            uploaded_by=by,
            uploaded_at=at,
            changed_at=at,
        )

    @property
    def pieces(self) -> int:
        """Return how many pieces it comes in."""
        return -(-self.size // PIECE_BYTES)

    def piece_bytes(self, number: int) -> int:
        """Return how many bytes a piece must have."""
        return min(PIECE_BYTES, self.size - number * PIECE_BYTES)

    def takes(self, number: int) -> None:
        """See that a piece may come now: the next, or one that came before.

        Raises:
            UploadClosed: it takes no more pieces.
            PieceOutOfOrder: another one is the next.
        """
        if self.state is not PackageState.UPLOADING:
            raise UploadClosed("The upload takes no more pieces.")
        if not 0 <= number <= min(self.received, self.pieces - 1):
            raise PieceOutOfOrder(f"Piece {min(self.received, self.pieces - 1)} is the next.")

    def with_piece(self, number: int) -> "Package":
        """Return it with a piece that was kept; one that came again changes nothing."""
        if number < self.received:
            return self
        return replace(self, version=self.version + 1, received=self.received + 1)

    def must_be_whole(self) -> None:
        """See that every piece came.

        Raises:
            UploadClosed: it was finished before.
            UploadIncomplete: pieces are missing.
        """
        if self.state is not PackageState.UPLOADING:
            raise UploadClosed("The upload was finished.")
        if self.received < self.pieces:
            raise UploadIncomplete(f"Piece {self.received} is missing.")

    def looked_into(self, found: Found, *, digest: str, at: datetime) -> "Package":
        """Return it after the look: proposed, or refused."""
        if found.refusal is not None:
            refused = self._moved(PackageState.REFUSED, at)
            part = found.part[:LONGEST_PART]
            return replace(
                refused,
                digest=digest,
                refusal=found.refusal,
                refused_part=part,
                scan_due_at=None,
            )
        return replace(
            self._moved(PackageState.PROPOSED, at),
            digest=digest,
            scan_due_at=None,
            kind=found.kind,
            structure=found.structure,
            files=found.files,
        )

    def quarantined(self, *, digest: str, at: datetime) -> "Package":
        """Return it whole and not scanned yet: nobody is shown anything of it."""
        waits = self._moved(PackageState.QUARANTINED, at)
        return replace(waits, digest=digest, scan_due_at=at)

    def published(self, *, by: str, read: str, version: int, at: datetime) -> "Package":
        """Return it as a version of its course, on the word of a second person who read it.

        Raises:
            SelfPublication: `by` uploaded it.
            PackageChanged: `read` is not its digest.
            IllegalPackageMove: it does not wait for that.
        """
        if by == self.uploaded_by:
            raise SelfPublication("Somebody else must publish what you brought in.")
        moved = self._moved(PackageState.PUBLISHED, at)
        if read != self.digest:
            raise PackageChanged("The digest that you read is not that of the package.")
        return replace(moved, course_version=version, published_by=by, published_at=at)

    def withdrawn(self, *, by: str, expected: int, at: datetime) -> "Package":
        """Return it taken back: neither offered nor launched any more.

        Raises:
            StaleVersion: it changed since it was read.
            IllegalPackageMove: there is nothing to take back.
        """
        if expected != self.version:
            raise StaleVersion("The package changed meanwhile: read it again.")
        return replace(self._moved(PackageState.WITHDRAWN, at), withdrawn_by=by, scan_due_at=None)

    def found_harmful(self, part: str, *, at: datetime) -> "Package":
        """Return it stopped, for a file that the scanner knows; its bytes are still to be deleted.

        Raises:
            IllegalPackageMove: there is nothing to stop.
        """
        return replace(
            self._moved(PackageState.WITHDRAWN, at),
            refusal=PackageRefusal.INFECTED,
            refused_part=part[:LONGEST_PART],
            scan_due_at=at,
        )

    def must_not_be_stopped(self) -> None:
        """See that it was not taken back.

        Raises:
            VersionStopped: it was.
        """
        if self.state is PackageState.WITHDRAWN:
            raise VersionStopped("The package of this version was stopped.")

    def _moved(self, state: PackageState, at: datetime) -> "Package":
        if state not in TRANSITIONS[self.state]:
            raise IllegalPackageMove(f"A package that is {self.state.value} does not become that.")
        return replace(self, version=self.version + 1, state=state, changed_at=at)


def declared_violations(name: str, size: int) -> list[Violation]:
    """Return what is wrong with a package as it is announced."""
    wrong = []
    if not 0 < len(name.strip()) <= LONGEST_NAME or _CONTROL.search(name):
        wrong.append(Violation("name", f"must have 1 to {LONGEST_NAME} plain characters"))
    if not 0 < size <= LARGEST:
        wrong.append(Violation("size", f"must be from 1 to {LARGEST} bytes"))
    return wrong
